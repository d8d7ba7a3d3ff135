"""Alembic's entry: runs the migrations on the connection that storage/schema.py hands over."""

from alembic import context

from storage import schema
from storage.columns import Table

assert schema.TABLES  # importing the tables fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
