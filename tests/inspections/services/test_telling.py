"""Being told what is overdue: written once a day, and stopped when it is done."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from django_q.models import OrmQ

from households.models import Appointment, Duty, Household, User
from households.services.account import choose_language
from inspections.models import Delivery, Message, Snooze, Telling
from inspections.planning.answers import Answer
from inspections.planning.ladder import Rung
from inspections.services import telling
from inspections.services.digest_text import BRIEF_LENGTH
from inspections.services.inspection import Result
from inspections.services.message import (
    claim_delivery,
    record_failed,
)
from inspections.services.on_paper import mark_on_paper
from inspections.services.pause import pause_team
from inspections.services.snooze import snooze
from inspections.services.telling import request_telling, tell
from tests.factories import make_city, make_neighbourhood, make_team, make_user, make_ward
from tests.touring import has_vietnamese_letter

from .stories import DUE, at, day, open_december, tell_ward
from .test_inspection import answers_of, send


@pytest.fixture
def team(neighbourhood):
    made = make_team(neighbourhood, 3, number=5)
    open_december(made)
    return made


@pytest.fixture
def leader(team):
    return make_user("lan", leads=team)


def told():
    """Who was told of what at which rung, in order."""
    return [
        (each.message.user.username if each.message.user else each.message.household_id, each.rung)
        for each in Telling.objects.select_related("message__user").order_by("pk")
    ]


def test_leader_ward_and_city_are_told_each_on_their_day(ward, team, leader, officer, city_officer):
    for after in range(-5, 15):
        tell_ward(ward, after)
    seen = [(each.message.user.username, (each.on - DUE).days) for each in Telling.objects.all()]
    assert set(seen) == {
        ("lan", -3), ("lan", 4), ("lan", 11),
        ("hanh", 3), ("hanh", 10),
        ("quang", 14),
    }  # fmt: skip
    assert len(seen) == 6


def test_telling_twice_on_a_day_tells_once(ward, team, leader):
    assert tell_ward(ward, -3) == 1
    assert tell_ward(ward, -3, hour=15) == 0
    assert (Message.objects.count(), Telling.objects.count(), Delivery.objects.count()) == (1, 1, 1)


def test_who_answers_in_two_cities_hears_of_both(ward, team, officer):
    """One digest a city, each once; the others of these cities still get one for all they have."""
    far = make_ward("00070", "Phường Hoàn Kiếm", make_city("01", "Hà Nội"))
    beside = make_ward("31150", "Phường An Bình", ward.parent)
    for place in (far, beside):
        open_december(make_team(make_neighbourhood(place), 3))
    both = make_user("hai", duty=ward.parent)
    Duty.objects.create(user=both, area=far, starts_on=date(2026, 1, 1))
    Duty.objects.create(user=officer, area=beside, starts_on=date(2026, 1, 1))
    for _twice in range(2):
        for city in (ward.parent, far.parent):
            tell(city, on=day(14), at=at(day(14), 8))
    heard = [
        (each.user.username, {str(each.team.ward.code) for each in each.tellings.all()})
        for each in Message.objects.select_related("user").order_by("pk")
    ]
    assert sorted(heard, key=str) == sorted(
        [
            ("hai", {ward.code, beside.code}),
            ("hai", {far.code}),
            ("hanh", {ward.code, beside.code}),
        ],
        key=str,
    )


def test_the_text_names_the_team_and_no_household(ward, team, leader):
    tell_ward(ward, 4)
    message = Message.objects.get()
    assert "Tổ 5, Khu vực 1" in message.text
    assert "đã quá hạn 25/12/2026 4 ngày" in message.text
    assert f"/teams/{team.pk}/" in message.text
    assert message.text.endswith("Cháy: gọi 114")
    names = Household.objects.values_list("holder_name", flat=True)
    assert not [name for name in names if name in message.text + message.brief]
    assert message.brief == (
        "Tổ 5: còn hộ chưa kiểm tra, hạn 25/12/2026. Xem http://127.0.0.1:8000/ Cháy: gọi 114"
    )
    assert len(message.brief) <= BRIEF_LENGTH


def test_everybody_reads_in_the_language_of_their_own_choice(ward, team, leader, officer):
    choose_language(officer, "en")
    tell_ward(ward, 4)
    told = {each.user: each for each in Message.objects.select_related("user")}
    assert {user: each.language for user, each in told.items()} == {leader: "vi", officer: "en"}
    assert "đã quá hạn 25/12/2026 4 ngày" in told[leader].text
    for words in (told[officer].subject, told[officer].text, told[officer].brief):
        assert "Fire: call 114" in words or words == told[officer].subject
        assert not has_vietnamese_letter(words.replace("Khu vực 1", ""))


def test_what_was_written_stays_in_its_language(ward, team, leader):
    tell_ward(ward, 4)
    choose_language(leader, "en")
    assert tell_ward(ward, 4) == 0
    assert Message.objects.get().language == "vi"


def test_a_household_without_an_account_is_written_to_in_the_sites_language(ward, team, settings):
    settings.MESSAGE_CHANNELS = ["http"]
    household = Appointment.objects.get(team=team, role="leader").household
    Household.objects.filter(pk=household.pk).update(phone="+84990000001")
    with override("en"):
        tell_ward(ward, -3)
    message = Message.objects.get()
    assert (message.language, message.subject[:8]) == ("vi", "Việc cần")
    assert message.brief == (
        "Tổ 5: còn hộ chưa kiểm tra, hạn 25/12/2026. "
        "Xin xem phiếu tháng này và thu kết quả. Cháy: gọi 114"
    )


def test_a_short_text_leaves_the_address_out_before_the_emergency_number(
    ward, team, leader, settings
):
    settings.SITE_URL = "https://" + "rat-dai." * 12 + "vn"
    tell_ward(ward, -3)
    assert Message.objects.get().brief == (
        "Tổ 5: còn hộ chưa kiểm tra, hạn 25/12/2026. Cháy: gọi 114"
    )


def test_a_long_digest_names_the_most_pressing_teams_and_counts_the_others(
    ward, neighbourhood, officer, monkeypatch
):
    monkeypatch.setattr("inspections.services.digest_text.TEAMS_NAMED", 2)
    for number in (11, 12, 13, 14):
        open_december(make_team(neighbourhood, 3, number=number))
    tell_ward(ward, 3)
    message = Message.objects.get(user=officer)
    assert "4 tổ" in message.subject
    assert message.text.count("/teams/") == 2
    assert "Và 2 tổ khác, xem danh sách" in message.text
    assert message.tellings.count() == 4


def test_once_every_home_is_seen_nobody_is_told(ward, team, leader, officer):
    for assignment in team.rounds.get().assignments.all():
        send(assignment, on=date(2026, 12, 20))
    assert tell_ward(ward, 3) == 0


def test_a_visit_in_vain_is_not_a_visit(ward, team, leader):
    first, *others = team.rounds.get().assignments.all()
    send(first, Result(obstacle="nobody_home", done_on=date(2026, 12, 6)))
    for assignment in others:
        send(assignment, on=date(2026, 12, 20))
    assert tell_ward(ward, -3) == 1


def test_a_hazard_is_told_of_when_its_day_comes(ward, team, leader):
    for assignment in team.rounds.get().assignments.all():
        code = next(iter(answers_of(assignment)))
        send(assignment, on=date(2026, 12, 6), **{code.replace("-", "_"): Answer.FAIL})
    tell_ward(ward, -12)
    assert {each.concern.split(":")[0] for each in Telling.objects.all()} == {"hazard"}
    assert "3 chỗ chưa sửa đã tới ngày" in Message.objects.get().text


def test_a_resting_team_is_left_in_peace(ward, team, leader, officer):
    pause_team(team, on=date(2026, 12, 20))
    assert tell_ward(ward, 14) == 0


def test_without_a_leaders_account_the_officer_hears_on_the_leaders_day_and_why(
    ward, team, officer
):
    tell_ward(ward, -3)
    assert told() == [("hanh", "ward")]
    assert Telling.objects.get().skipped == "unreachable"
    assert "không liên lạc được người phụ trách ở dưới" in Message.objects.get().text


def test_a_team_that_has_no_leader_is_told_of_to_the_officer(ward, team, officer):
    Appointment.objects.filter(team=team).delete()
    tell_ward(ward, -3)
    assert Telling.objects.get().skipped == "nobody"
    assert "tổ chưa có tổ trưởng nhận được tin" in Message.objects.get().text


def test_a_leader_without_an_account_is_reached_at_the_households_number(
    ward, team, officer, settings
):
    settings.MESSAGE_CHANNELS = ["http"]
    household = Appointment.objects.get(team=team, role="leader").household
    Household.objects.filter(pk=household.pk).update(phone="+84990000001")
    tell_ward(ward, -3)
    assert told() == [(household.pk, "leader")]
    assert Delivery.objects.get().address == "+84990000001"


def test_a_duty_that_has_ended_brings_no_more_messages(ward, team, officer):
    officer.duties.update(ends_on=day(-4))
    assert tell_ward(ward, 14) == 0


def test_before_the_quiet_hours_end_a_message_waits_for_the_morning(ward, team, leader):
    tell_ward(ward, -3, hour=5)
    assert claim_delivery(at=at(day(-3), 6)) is None
    assert claim_delivery(at=at(day(-3), 7)) is not None


def test_what_was_to_leave_by_day_and_did_not_waits_for_the_next_morning(ward, team, leader):
    tell_ward(ward, -3)
    assert claim_delivery(at=at(day(-3), 20)) is None
    assert claim_delivery(at=at(day(-2), 6)) is None
    assert claim_delivery(at=at(day(-2), 7)) is not None


def test_a_telling_that_comes_too_late_in_the_evening_is_left_to_tomorrows(ward, team, leader):
    assert tell_ward(ward, -3, hour=21) == 0
    assert tell_ward(ward, -2) == 1


def test_what_was_done_before_it_was_sent_is_not_sent(ward, team, leader):
    tell_ward(ward, -3)
    for assignment in team.rounds.get().assignments.all():
        send(assignment, on=date(2026, 12, 22))
    assert claim_delivery(at=at(day(-3), 9)) is None
    assert Delivery.objects.get().state == Delivery.State.DROPPED


@pytest.fixture
def two_teams(team, neighbourhood, officer):
    """Both are late, and the officer was told so."""
    other = make_team(neighbourhood, 3, number=6)
    open_december(other)
    return team, other


def test_of_two_teams_the_one_that_was_done_before_it_was_sent_is_left_out(ward, two_teams):
    tell_ward(ward, 3)
    for assignment in two_teams[0].rounds.get().assignments.all():
        send(assignment, on=day(3))
    delivery = claim_delivery(at=at(day(3), 9))
    for message in (delivery.message, Message.objects.get()):
        assert "Tổ 6" in message.text
        assert "Tổ 5" not in message.text
        assert message.subject.endswith(": 1 tổ")
        assert message.brief.startswith("Tổ 6: còn hộ chưa kiểm tra, hạn 25/12/2026.")


def test_what_a_provider_may_have_had_already_is_sent_again_word_for_word(ward, two_teams):
    tell_ward(ward, 3)
    first = claim_delivery(at=at(day(3), 9))
    record_failed(first, error="timeout", again=True, at=at(day(3), 9))
    for assignment in two_teams[0].rounds.get().assignments.all():
        send(assignment, on=day(3))
    again = claim_delivery(at=at(day(3), 10))
    assert (again.message.brief, again.message.text) == (first.message.brief, first.message.text)


def test_paper_of_every_home_said_to_be_there_before_the_sending_drops_it_for_the_officer(
    ward, team, leader, officer
):
    tell_ward(ward, 3)
    opened = team.rounds.get()
    visits = [each.pk for each in opened.assignments.all()]
    mark_on_paper(opened, visits, by=leader, on=day(3))
    sent = claim_delivery(at=at(day(3), 9))
    assert (sent.message.user, claim_delivery(at=at(day(3), 9))) == (leader, None)
    assert "3 hộ đã làm trên giấy, chỉ còn nhập phiếu" not in sent.message.text
    tell_ward(ward, 10)
    assert "3 hộ đã làm trên giấy, chỉ còn nhập phiếu" in leader.messages.first().text
    assert not officer.messages.filter(on=day(10)).exists()


def end_the_appointment(team, leader):
    Appointment.objects.filter(user=leader).update(ends_on=day(-4))


def close_the_account(team, leader):
    User.objects.filter(pk=leader.pk).update(is_active=False)


@pytest.mark.parametrize("change", [end_the_appointment, close_the_account])
def test_whoever_cannot_act_any_more_is_not_written_to(ward, team, leader, change):
    tell_ward(ward, -3)
    change(team, leader)
    assert claim_delivery(at=at(day(-3), 9)) is None
    assert Delivery.objects.get().state == Delivery.State.DROPPED


def test_who_answers_for_two_wards_hears_of_both_in_one_message(ward, team, officer):
    other = make_ward("31117", "Phường Ninh Kiều")
    Duty.objects.create(user=officer, area=other, starts_on=date(2026, 1, 1))
    open_december(make_team(make_neighbourhood(other), 3, number=9))
    assert tell_ward(ward.parent, 3) == 1
    assert "Tổ 5" in Message.objects.get().text
    assert "Tổ 9" in Message.objects.get().text


def test_who_leads_a_team_and_is_an_officer_has_one_message_and_is_not_told_again_tomorrow(
    ward, team, leader
):
    Duty.objects.create(user=leader, area=ward, starts_on=date(2026, 1, 1))
    assert tell_ward(ward, 3) == 1
    message = Message.objects.get()
    assert set(message.tellings.values_list("rung", flat=True)) == {"leader", "ward"}
    assert message.text.count("Tổ 5") == 1
    assert tell_ward(ward, 4) == 0


def test_a_telling_that_was_broken_off_is_completed_by_the_next(ward, team, leader, monkeypatch):
    deputy = make_user("cuc")
    Appointment.objects.filter(team=team, role="deputy").update(user=deputy)

    def broken(digests, *args, _write=telling._write, **options):
        if deputy.pk in [digest.person for digest in digests]:
            raise SystemExit
        return _write(digests, *args, **options)

    with monkeypatch.context() as during:
        during.setattr(telling, "BATCH", 1)
        during.setattr(telling, "_write", broken)
        with pytest.raises(SystemExit):
            tell_ward(ward, -3)
    assert [each.user for each in Message.objects.all()] == [leader]
    assert tell_ward(ward, -3, hour=9) == 1
    assert {each.user for each in Message.objects.all()} == {leader, deputy}


@pytest.mark.parametrize("channels", [["console"], ["http"]])
def test_an_account_that_nobody_can_sign_in_with_reads_nothing_on_the_site(
    ward, team, leader, officer, settings, channels
):
    settings.MESSAGE_CHANNELS = channels
    leader.set_unusable_password()
    leader.phone = "+84990000001"
    leader.save()
    tell_ward(ward, -3)
    assert told() == [("lan", "leader") if channels == ["http"] else ("hanh", "ward")]


def test_a_number_at_which_nothing_arrives_is_handed_up_the_next_day_and_tried_after_a_week(
    ward, team, officer, settings
):
    settings.MESSAGE_CHANNELS = ["http"]
    household = Appointment.objects.get(team=team, role="leader").household
    Household.objects.filter(pk=household.pk).update(phone="+84990000001")
    tell_ward(ward, -3)
    record_failed(
        claim_delivery(at=at(day(-3), 9)), error="no such number", again=False, at=at(day(-3), 9)
    )
    for after in range(-3, 5):
        tell_ward(ward, after)
    assert [(each.rung, (each.on - DUE).days, each.skipped) for each in Telling.objects.all()] == [
        ("leader", -3, ""),
        ("ward", -2, "unreachable"),
        ("leader", 4, ""),
    ]


def test_the_officer_reads_that_the_leader_asked_for_time(ward, team, leader, officer):
    put_off(team, leader)
    tell_ward(ward, 3)
    text = officer.messages.get().text
    assert "xin hoãn tới 01/01/2027; lý do ghi ở trang của tổ" in text
    assert "giỗ" not in text


def put_off(team, by, **changes):
    concern = f"round:{team.rounds.get().pk}"
    asked = {
        "rung": Rung.LEADER,
        "until": day(7),
        "reason": " Cả tổ về quê ăn giỗ ",
        "by": by,
        "on": day(-3),
        "at": at(day(-3)),
    }
    return snooze(team, concern, **{**asked, **changes})


def test_putting_off_silences_the_leader_until_the_day_and_not_the_officer(
    ward, team, leader, officer
):
    assert put_off(team, leader).reason == "Cả tổ về quê ăn giỗ"
    put_off(team, leader)
    assert Snooze.objects.count() == 1
    for after in range(-3, 8):
        tell_ward(ward, after)
    assert told() == [("hanh", "ward"), ("lan", "leader")]


@pytest.mark.parametrize("changes", [{"until": day(-3)}, {"until": day(12)}, {"reason": "  "}])
def test_putting_off_needs_a_reason_and_a_day_that_is_near(team, leader, changes):
    with pytest.raises(ValidationError, match="Xin"):
        put_off(team, leader, **changes)
    assert not Snooze.objects.exists()


def test_a_day_is_asked_for_as_one_task_a_city(ward, team):
    open_december(make_team(make_neighbourhood(make_ward("31117", "Phường Ninh Kiều")), 3))
    assert request_telling(on=day(0)) == 1
    (task,) = OrmQ.objects.all()
    assert (task.func(), task.task["args"]) == ("inspections.tasks.tell_area", (ward.parent_id,))


def test_the_number_of_questions_does_not_grow_with_the_teams(ward, team, officer, neighbourhood):
    def questions(after):
        with CaptureQueriesContext(connection) as asked:
            tell_ward(ward, after)
        return len(asked)

    one = questions(3)
    for number in (6, 7):
        open_december(make_team(neighbourhood, 3, number=number))
    assert questions(4) == one
