"""One line for each requirement of the policy that has a time: the duty it makes, the test that shows it closed.

A requirement without a duty of its own is kept in another way (a register, a figure, a step of a hazard), or a bot
cannot reach it: then the line says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_OTHER = "stories/test_every_other_duty_is_confirmed.py::test_a_duty_is_done_in_one_sentence"
_FILED = "stories/test_every_other_duty_is_confirmed.py::test_a_duty_that_needs_a_file_waits_for_it"
_DONE = "stories/test_a_duty_is_confirmed.py"
_KEPT = "stories/test_registers_are_kept.py"
_BURN = "stories/test_major_hazards_burn_down.py"
_LADDER = "stories/test_named_persons_are_told.py"
_HANGS = "stories/test_what_hangs_is_asked_for.py"
_CHECKS = "stories/test_checks_are_counted.py"
_MAJOR = "stories/test_a_major_hazard_is_followed.py"
_CAMPAIGN = "stories/test_campaigns_and_tags.py"
_NAMED = "stories/test_who_answers_for_a_unit.py"
_TRAINED = "stories/test_a_training_covers_everybody.py"
_VISIT = "stories/test_a_visit_is_made.py"
_REPORT = "stories/test_reports_fall_due.py"


@dataclass(frozen=True)
class Line:
    """What becomes of one requirement."""

    duty: str = ""
    """The duty of config/duties.toml whose occurrences, reminders and missing list it makes; "" for none."""
    shown_in: str = ""
    """The test below tests/ that shows the confirmation that closes it, or how it is kept."""
    remark: str = ""
    """How it is kept where no duty asks for it; why a bot cannot reach it where nothing keeps it."""


LINES: Mapping[str, Line] = {
    # Goals with a date
    "G-3a": Line("goal_responsibility", f"{_NAMED}::test_three_are_named_one_after_another_and_shown"),
    "G-3b": Line("goal_officers", f"{_KEPT}::test_safety_officers_by_township_with_the_gaps_named"),
    "G-3c": Line("goal_guideline", _FILED, "closed as G-5a is, with its file"),
    "G-3d": Line("goal_mechanism", f"{_BURN}::test_the_four_measures_say_what_falls_short"),
    "G-3e": Line("goal_major_stock", f"{_BURN}::test_the_week_burns_down"),
    "G-3f": Line("", f"{_CAMPAIGN}::test_a_report_names_its_campaign", "a mark of the hazard"),
    "G-4": Line("goal_grading", f"{_BURN}::test_the_four_measures_say_what_falls_short"),
    "G-5a": Line("goal_consolidated", _FILED),
    "G-5b": Line("goal_training", _FILED, "closed as G-5a is, with its file"),
    "G-5c": Line("goal_defence", f"{_KEPT}::test_the_counts_by_township"),
    # Task 1: responsibility
    "T1-1": Line("month_meeting", _OTHER, "学习传达 is a topic of the minutes"),
    "T1-2": Line("", f"{_NAMED}::test_three_are_named_one_after_another_and_shown", "three names for each unit"),
    "T1-3": Line("month_meeting", f"{_OTHER}[T1-3]"),
    "T1-4": Line("", f"{_CHECKS}::test_the_never_checked_come_first_and_a_check_makes_young",
                 "standing: the ledger and the age of checks"),
    "T1-5": Line(remark="standing and without a measure: it is this system itself"),
    "T1-6": Line("holiday_check", f"{_DONE}::test_a_festival_check_closes_the_open_window"),
    "T1-7": Line("", f"{_HANGS}::test_every_officer_is_asked_on_monday_morning_once",
                 "the list of what hangs, each week"),
    "T1-8": Line("", f"{_LADDER}::test_the_named_persons_are_told_instead_of_their_offices",
                 "the ladder"),
    # Task 2: one officer for each institution
    "T2-1": Line("goal_officers", f"{_KEPT}::test_safety_officers_by_township_with_the_gaps_named"),
    "T2-2": Line("", "stories/test_what_runs_out_is_reminded_of.py::"
                 "test_each_step_is_said_once_to_holder_head_and_township", "certificates run out: 90/60/30/7 days"),
    "T2-3": Line("", f"{_KEPT}::test_facts_are_read_as_they_were_said", "a note of the register"),
    "T2-4": Line("", f"{_KEPT}::test_facts_are_read_as_they_were_said", "how the officer was found: the register"),
    "T2-5": Line("patrol", f"{_DONE}::test_a_patrol_in_two_words_closes_the_slot_of_the_hour"),
    "T2-6": Line("", f"{_NAMED}::test_a_key_unit_wants_five_more", "five names for a key unit"),
    "T2-7": Line(remark="help from fire and emergency offices is given outside of chats; nothing says when"),
    # Task 3: standards
    "T3-1": Line("", "config/test_checklists.py::test_a_unit_has_the_narrowest_list_that_is_for_it",
                 "checklists by type and size"),
    "T3-2": Line("", f"{_KEPT}::test_benchmarks_and_how_many_are_missing", "30 % of each area, 还差 N 家"),
    "T3-3": Line("goal_guideline", _FILED, "closed as G-5a is, with its file"),
    # Task 4: the eight cadences
    "T4-1": Line("patrol", f"{_DONE}::test_a_patrol_in_two_words_closes_the_slot_of_the_hour"),
    "T4-2": Line("weekly_meeting", f"{_DONE}::test_a_meeting_closes_its_week"),
    "T4-3": Line("ten_day_dispatch", f"{_OTHER}[T4-3]"),
    "T4-4": Line("month_circular", f"{_OTHER}[T4-4]"),
    "T4-5": Line("two_month_supervision",
                 "stories/test_every_other_duty_is_confirmed.py::test_a_visit_of_the_bureau_closes_the_two_months"),
    "T4-6": Line("quarter_ranking", f"{_OTHER}[T4-6]"),
    "T4-7": Line("half_year_summary", f"{_FILED}[T4-7]"),
    "T4-8": Line("year_review", f"{_FILED}[T4-8]"),
    "T4-9": Line("", "stories/test_a_unit_has_other_times.py::test_it_is_taken_back_and_the_history_stays",
                 "exceptions of units with day, reason and who decided"),
    # Task 6: rolling checks
    "T6-1": Line("", f"{_CHECKS}::test_the_never_checked_come_first_and_a_check_makes_young",
                 "the age of the last check"),
    "T6-2": Line("technical_check", f"{_FILED}[T6-2]"),
    "T6-3": Line("head_major_check", "stories/test_the_head_checks_for_major_hazards.py::"
                 "test_every_criterion_is_answered_and_nothing_found_is_said_explicitly"),
    # Task 7: festivals and rites
    "T7-1": Line("holiday_check", f"{_DONE}::test_a_festival_check_closes_the_open_window"),
    "T7-2": Line("holiday_check", f"{_DONE}::test_a_festival_check_closes_the_open_window"),
    "T7-3": Line("holiday_check", f"{_DONE}::test_a_festival_check_closes_the_open_window"),
    "T7-4": Line("holiday_check", f"{_DONE}::test_a_festival_check_closes_the_open_window"),
    "T7-5": Line("holiday_check", f"{_DONE}::test_a_festival_check_closes_the_open_window"),
    "T7-6": Line("", f"{_VISIT}::test_a_whole_visit_is_made_over_hours_and_signed_by_both_sides",
                 "what a check finds is a hazard with a deadline of its own"),
    "T7-7": Line("rite_plan", f"{_FILED}[T7-7]"),
    "T7-8": Line("rite_plan", f"{_FILED}[T7-7]", "中元节 is a day of config/rites.toml like 清明节"),
    "T7-9": Line("rite_plan", f"{_FILED}[T7-7]", "寒衣节, 冬至, 春节祭祖 are days of config/rites.toml"),
    "T7-10": Line("rite_fire_patrol", f"{_OTHER}[T7-10]"),
    "T7-11": Line("rite_fire_check", f"{_OTHER}[T7-11]"),
    # Task 10: training of offices
    "T10-1": Line("office_training", f"{_OTHER}[T10-2]", "the plan of trainings is the table of duties"),
    "T10-2": Line("office_training", f"{_OTHER}[T10-2]"),
    "T10-3": Line("warning_film", f"{_OTHER}[T10-3]"),
    "T10-4": Line("training", f"{_TRAINED}::test_the_office_is_sent_the_matrix"),
    "T10-5": Line("inspector_training", f"{_OTHER}[T10-5]"),
    # Task 11: training of institutions
    "T11-1": Line("head_training",
                  f"{_TRAINED}::test_the_training_of_heads_and_officers_is_counted_against_the_register"),
    "T11-2": Line("training", f"{_TRAINED}::test_who_was_absent_keeps_the_duty_open_until_the_make_up"),
    # Task 12: publicity, plans, drills
    "T12-1": Line(remark="a slogan: what is done for it is told under T12-2 and T12-3"),
    "T12-2": Line("publicity_month", f"{_OTHER}[T12-2]"),
    "T12-3": Line("consultation_day", f"{_OTHER}[T12-3]"),
    "T12-4": Line(remark="publicity as the place suggests, at no time: what is done is told under T12-2 and T12-3"),
    "T12-5": Line("plan_review", "stories/test_a_plan_is_read.py::test_a_new_version_is_to_be_read_by_everybody"),
    "T12-6": Line("plan_review", "stories/test_a_plan_is_read.py::test_the_table_of_pairs_is_checked_by_numbers",
                  "numbers alone: names of residents never leave the institution"),
    "T12-7": Line("drill", f"{_DONE}::test_a_drill_without_head_counts_is_asked_for_them_once"),
    "T12-8": Line("drill", f"{_DONE}::test_a_drill_that_left_somebody_out_is_recorded_and_says_so", "with the drill"),
    # Task 13: buildings
    "T13-1": Line("",
                 f"{_KEPT}::test_of_a_building_only_what_is_said_changes", "消防审验 of each building: the register"),
    "T13-2": Line("building_assessment",
                  "stories/test_what_an_assessment_finds.py::test_the_last_assessment_closes_the_office_s_duty"),
    "T13-3": Line("", f"{_KEPT}::test_of_a_building_only_what_is_said_changes", "自建房: the register"),
    "T13-4": Line("", f"{_MAJOR}::"
                  "test_a_condemned_building_is_major_by_itself_and_no_photo_closes_it", "an event, no cadence"),
    "T13-5": Line("self_built_check", f"{_OTHER}[T13-5]"),
    "T13-6": Line("", f"{_CAMPAIGN}::test_a_registered_hazard_counts_under_a_campaign_and_no_longer",
                  "a mark of the hazard"),
    # Task 14: systems
    "T14-1": Line("safety_systems", f"{_OTHER}[T14-1]"),
    "T14-2": Line("safety_systems", f"{_KEPT}::test_each_kind_is_entered_and_ended"),
    "T14-3": Line("safety_systems", f"{_KEPT}::test_each_kind_is_entered_and_ended"),
    "T14-4": Line("safety_systems", f"{_KEPT}::test_each_kind_is_entered_and_ended"),
    "T14-5": Line("safety_systems", f"{_KEPT}::test_each_kind_is_entered_and_ended"),
    "T14-6": Line("goal_defence", f"{_KEPT}::test_the_counts_by_township"),
    # Safeguards
    "S1-1": Line("deployment_meeting", f"{_OTHER}[S1-2]"),
    "S1-2": Line("deployment_meeting", f"{_OTHER}[S1-2]"),
    "S1-3": Line("", f"{_LADDER}::test_without_names_the_roles_are_told", "the ladder"),
    "S1-4": Line("", f"{_MAJOR}::"
                 "test_plan_study_and_progress_are_asked_for_until_they_come", "an event: each 重大 asks for 研究"),
    "S1-5": Line("ten_day_dispatch", f"{_OTHER}[T4-3]"),
    "S1-6": Line("progress_report", f"{_FILED}[S1-6]"),
    "S1-7": Line("", "handlers/test_ledger_reading.py", "funds planned and spent: columns of the ledger"),
    "S3-1": Line("", "stories/test_a_visit_is_not_announced.py::test_before_the_check_in_there_is_nothing_at_all",
                 "a visit that no calendar shows"),
    "S3-2": Line("", f"{_NAMED}::test_a_leader_puts_towns_into_the_charge_of_a_section", "股室分包乡镇"),
    "S3-3": Line("", f"{_CAMPAIGN}::test_figures_of_a_campaign_are_those_counted_by_hand",
                 "phases are campaigns with their days"),
    "S3-4": Line("month_circular", f"{_REPORT}::test_an_issued_report_goes_to_all_groups_and_is_read"),
    "S3-5": Line(remark="what is worth copying is for a person to say; it is written into the circular by hand"),
    "S3-6": Line("quarter_circular", f"{_OTHER}[S3-6]"),
    "S3-7": Line("officers_meeting", f"{_OTHER}[S3-7]"),
    # Of the calendar of §8 besides: every month, and on an event
    "T6-7": Line("", "stories/test_a_month_is_reconciled.py::test_the_month_is_frozen_once_and_for_every_unit",
                 "the account of the month is made by the clock, nobody is asked for it"),
    "T5-8b": Line("", "stories/test_hot_work_is_watched_over.py::"
                  "test_hot_work_is_asked_granted_ended_and_looked_at_again", "an event"),
    "T6-8": Line("", "stories/test_a_hazard_is_reported_and_closed.py", "an event"),
    "T6-11": Line("", "stories/test_a_tip_is_told.py", "an event"),
    "S2-6c": Line("", f"{_MAJOR}::"
                  "test_a_standstill_reaches_the_leaders_again_and_again_and_once_after_an_outage", "an event"),
}  # fmt: skip
