"""A small neighbourhood for the sheets: ordinary people, and the longest that a roster holds."""

from __future__ import annotations

from datetime import date

from inspections.printing.area_values import (
    AgeCount,
    AreaSummary,
    ItemLine,
    PartLine,
    PeriodCount,
)
from inspections.printing.team_values import (
    FollowUp,
    FollowUpSheet,
    LinkCard,
    LinkCards,
    MatrixGroup,
    MatrixHousehold,
    MatrixLine,
    MatrixSheet,
    Notice,
    NoticePack,
    RosterLine,
    RosterSheet,
)
from inspections.printing.values import (
    AssignmentLine,
    AssignmentSheet,
    ChecklistGroup,
    ChecklistLine,
    ChecklistSheet,
    Findings,
    HazardLine,
    HouseholdRow,
    MissingVisit,
    MonthPoint,
    OpenFaults,
    OpenHazard,
    OverdueLine,
    OverdueList,
    Party,
    SummarySheet,
    TeamHead,
    TeamPack,
)

STARTS, DUE = date(2026, 12, 1), date(2026, 12, 25)

HEAD = TeamHead(
    team="Tổ 12/1 số 7",
    neighbourhood="Khu vực 3",
    ward="Phường Ninh Kiều",
    city="TP Cần Thơ",
    leader_name="Đặng Thị Phượng",
    leader_phone="0901 234 567",
    emergency_number="114",
)
LONG_HEAD = TeamHead(
    team="Tổ liên gia an toàn phòng cháy, chữa cháy hẻm 132/48 đường Cách Mạng Tháng Tám số 12/1",
    neighbourhood="Khu vực Thới Bình – Nguyễn Thông kéo dài nối dài",
    ward="Phường Thới An Đông – Bình Thủy",
    city="Thành phố Cần Thơ",
    leader_name="Nguyễn Phúc Hoàng Công Tằng Tôn Nữ Thị Mỹ Phượng Nguyệt Ánh",
    leader_phone="0901 234 567, 0292 3 812 345",
    emergency_number="114",
)
NAMES = (
    "Nguyễn Văn Hằng", "Trần Thị Ngưỡng", "Lê Quốc Đạt", "Phạm Hữu Nghĩa", "Võ Thị Kim Ngân",
    "Huỳnh Tấn Phát", "Đỗ Minh Quân", "Bùi Thị Xuân", "Dương Ngọc Ẩn", "Lý Thị Bích Thủy",
    "Ngô Thanh Vũ", "Hồ Đắc Di", "Đinh Công Tráng", "Mai Thị Lựu", "Thạch Sô Phách",
)  # fmt: skip
LONG_PARTY = Party(
    name="Công Tằng Tôn Nữ Thị Hoàng Phượng Nguyệt Quỳnh Như Thùy Dương Ngưỡng Mộ",
    house_number="1324/56/78/90A bis",
    street="đường Nguyễn Thị Minh Khai nối dài, hẻm tổ 25, khu dân cư Hưng Phú – Hưng Thạnh lô B12",
    phone="0901 234 567 / 0292 3 812 345 / 0939 876 543",
    kind="Nhà ở kết hợp sản xuất, kinh doanh",
)


def party(number: int) -> Party:
    """The household with this number in the alley."""
    return Party(
        name=NAMES[number % len(NAMES)],
        house_number=f"12/{number + 1}",
        street="hẻm 132 Nguyễn Văn Cừ",
        phone=f"0901 234 {100 + number}",
        kind="Nhà ở",
    )


def groups(count: int, *, critical: bool = True) -> tuple[ChecklistGroup, ...]:
    """``count`` questions, four to a group; with ``critical`` False every third one is."""
    lines = [
        ChecklistLine(
            code=f"DIEN-{n + 1:02}",
            text=f"Câu {n + 1}: ổ cắm, dây điện không hở, nứt, cháy sém",
            critical=critical or n % 3 == 0,
        )
        for n in range(count)
    ]
    return tuple(
        ChecklistGroup(f"Nhóm {start // 4 + 1}", tuple(lines[start : start + 4]))
        for start in range(0, count, 4)
    )


def hazards(count: int) -> tuple[OpenHazard, ...]:
    """``count`` faults found a month ago; every other one critical, every third with a note."""
    return tuple(
        OpenHazard(
            code=f"THOAT-{n + 1:02}",
            text="Lối ra chính, cầu thang, hành lang thông thoáng, không để xe, hàng hóa",
            found=date(2026, 11, 5),
            due=date(2026, 11, 20) if n % 2 else None,
            critical=n % 2 == 0,
            note="xe máy chắn chân cầu thang" if n % 3 == 0 else "",
        )
        for n in range(count)
    )


def checklist(
    *,
    head: TeamHead = HEAD,
    inspector: Party | None = None,
    inspected: Party | None = None,
    questions: tuple[ChecklistGroup, ...] | None = None,
    open_hazards: tuple[OpenHazard, ...] = (),
    code: str = "K7QF-2M9X",
) -> ChecklistSheet:
    """A checklist of 18 questions, as most houses get each month."""
    return ChecklistSheet(
        head=head,
        period="Tháng 12/2026",
        starts=STARTS,
        due=DUE,
        inspector=inspector or party(0),
        inspected=inspected or party(1),
        groups=groups(18) if questions is None else questions,
        hazards=open_hazards,
        link=f"https://tuantra.example.vn/k/{code.replace('-', '')}",
        short_code=code,
        reference="PK-2026-12-000123",
        checklist_version="3",
    )


def assignment_sheet(
    members: int, *, head: TeamHead = HEAD, longest: bool = False, link: str = ""
) -> AssignmentSheet:
    """Each household of a team visits the next; ``longest`` gives all the longest data."""
    people = [LONG_PARTY if longest else party(n) for n in range(members)]
    return AssignmentSheet(
        head=head,
        period="Tháng 12/2026",
        starts=STARTS,
        due=DUE,
        lines=tuple(
            AssignmentLine(
                number=n + 1,
                inspector=people[n],
                inspected=people[(n + 1) % members],
                code=f"K7QF-{2000 + n}",
                note="hẹn sau 18 giờ" if n == 1 else "",
            )
            for n in range(members)
        ),
        reference="PC-2026-12-000007",
        link=link,
        checklist_version="3",
    )


def pack(members: int = 3) -> TeamPack:
    """A team's whole paper."""
    return TeamPack(
        assignment_sheet(members),
        [checklist(inspector=party(n), inspected=party(n + 1)) for n in range(members)],
    )


def summary(
    *,
    members: int = 12,
    missing: int = 1,
    faults: int = 3,
    head: TeamHead = HEAD,
    longest: bool = False,
    months: int = 12,
) -> SummarySheet:
    """A team's month: ``missing`` visits were not made and ``faults`` are open."""
    people = [LONG_PARTY if longest else party(n) for n in range(members)]
    return SummarySheet(
        head=head,
        period="Tháng 12/2026",
        as_of=date(2026, 12, 31),
        planned=members,
        done=members - missing,
        missing=tuple(
            MissingVisit(people[n], people[(n + 1) % members], "đi vắng cả tháng" if n % 2 else "")
            for n in range(missing)
        ),
        findings=Findings(critical=faults // 3, major=faults // 2, minor=0),
        hazards=tuple(
            HazardLine(
                household=people[n % members],
                text="Lối ra chính, cầu thang, hành lang thông thoáng, không để xe, hàng hóa",
                severity=("critical", "major", "minor")[n % 3],
                found=date(2026, 11, 5),
                age_days=56 - n,
                due=date(2026, 11, 20) if n % 2 else None,
                overdue=n % 2 == 1,
            )
            for n in range(faults)
        ),
        rows=tuple(
            HouseholdRow(
                number=n + 1,
                household=people[n],
                inspector_name=people[n - 1].name,
                state=("all_met", "some_not_met", "could_not_check", "not_done")[n % 4],
                not_met=n % 3,
                open_hazards=n % 2,
            )
            for n in range(members)
        ),
        history=tuple(
            MonthPoint(f"{month:02}/26", members, members - month % 4)
            for month in range(13 - months, 13)
        ),
        reference="TH-2026-12-000007",
        link="https://to12.example.vn/teams/7/print/2026-12/summaries/",
        checklist_version="3",
    )


def overdue_list(teams: int, *, longest: bool = False) -> OverdueList:
    """``teams`` teams that are late, the worst first."""
    head = LONG_HEAD if longest else HEAD
    return OverdueList(
        area="Phường Ninh Kiều, TP Cần Thơ",
        as_of=date(2026, 12, 20),
        officer="Trung úy Lâm Chí Thiện",
        lines=tuple(
            OverdueLine(
                rank=n + 1,
                team=head.team if longest else f"Tổ 12/1 số {n + 1}",
                neighbourhood=head.neighbourhood,
                leader_name=head.leader_name,
                leader_phone=head.leader_phone,
                days_late=30 - n % 30,
                missing=1 + n % 12,
                planned=12,
                open_critical=n % 3,
                reason="Chưa làm, hai tháng liền không có kết quả nào.",
            )
            for n in range(teams)
        ),
        emergency_number="114",
        reference="QH-2026-12-20",
    )


def matrix(members: int, *, questions=None, longest: bool = False) -> MatrixSheet:
    """A team's month on one sheet; every fifth household is asked only every other question."""
    people = [LONG_PARTY if longest else party(n) for n in range(members)]
    return MatrixSheet(
        head=LONG_HEAD if longest else HEAD,
        period="Tháng 12/2026",
        starts=STARTS,
        due=DUE,
        households=tuple(
            MatrixHousehold(n + 1, people[n], (str((n - 1) % members + 1),)) for n in range(members)
        ),
        groups=tuple(
            MatrixGroup(
                group.name,
                tuple(
                    MatrixLine(
                        line.code,
                        line.text,
                        line.critical,
                        tuple(bool(n % 5 or place % 2) for n in range(members)),
                    )
                    for place, line in enumerate(group.lines)
                ),
            )
            for group in (groups(20) if questions is None else questions)
        ),
        reference="BT-2026-12-000007",
        checklist_version="3",
        link="https://to12.example.vn/teams/7/print/2026-12/matrix/",
    )


def notices(
    count: int = 3, *, faults: int = 2, answer_link: str = "", longest: bool = False
) -> NoticePack:
    """What the households of a team are told before the visits."""
    head = LONG_HEAD if longest else HEAD
    return NoticePack(
        head=head,
        period="Tháng 12/2026",
        reference="TB-2026-12-000007",
        checklist_version="3",
        notices=tuple(
            Notice(
                head=head,
                period="Tháng 12/2026",
                starts=STARTS,
                due=DUE,
                inspector=LONG_PARTY if longest else party(n),
                household=LONG_PARTY if longest else party(n + 1),
                hazards=hazards(faults),
                reference=f"TB-2026-12-{n + 1:06}",
                checklist_version="3",
                answer_link=answer_link,
                answer_code="7K3QM-X9PTA" if answer_link else "",
            )
            for n in range(count)
        ),
    )


def follow_ups(*faults: int, longest: bool = False) -> FollowUpSheet:
    """A team's follow-ups: one visit for each number of ``faults``."""
    return FollowUpSheet(
        head=LONG_HEAD if longest else HEAD,
        period="Tháng 12/2026",
        starts=STARTS,
        due=DUE,
        visits=tuple(
            FollowUp(
                inspector=LONG_PARTY if longest else party(n),
                inspected=LONG_PARTY if longest else party(n + 1),
                hazards=hazards(count),
                link=f"HTTPS://TO12.EXAMPLE.VN/K/K7QF2M9XABCDEFGH{n:02}",
                short_code="K7QF2-M9XAB",
                reference=f"TD-2026-12-{n + 1:06}",
            )
            for n, count in enumerate(faults)
        ),
        reference="TD-2026-12-000007",
        checklist_version="3",
    )


def link_cards(members: int, *, longest: bool = False) -> LinkCards:
    """The cards of a team."""
    return LinkCards(
        head=LONG_HEAD if longest else HEAD,
        period="Tháng 12/2026",
        due=DUE,
        cards=tuple(
            LinkCard(
                inspector=LONG_PARTY if longest else party(n),
                inspected=LONG_PARTY if longest else party(n + 1),
                link=f"HTTPS://TO12.EXAMPLE.VN/K/K7QF2M9XABCDEFGH{n:02}",
                short_code=f"K7QF2-M9X{n:02}",
                reference=f"PK-2026-12-{n + 1:06}",
            )
            for n in range(members)
        ),
        reference="TL-2026-12-000007",
        checklist_version="3",
    )


def roster(members: int, *, longest: bool = False) -> RosterSheet:
    """A team's members; the first leads, the second stands in."""
    roles = ("Tổ trưởng", "Tổ phó")
    return RosterSheet(
        head=LONG_HEAD if longest else HEAD,
        as_of=date(2026, 12, 12),
        founded=date(2026, 1, 1),
        founding_document="Quyết định 12/QĐ-UBND ngày 01/01/2026",
        lines=tuple(
            RosterLine(
                n + 1,
                LONG_PARTY if longest else party(n),
                roles[n] if n < len(roles) else "",
                date(2026, 1, 1),
            )
            for n in range(members)
        ),
        reference="DS-20261212-000007",
        link="https://to12.example.vn/teams/7/print/2026-12/rosters/",
    )


def period_count(words: str, planned: int) -> PeriodCount:
    """A period in which one visit in ten did not take place."""
    return PeriodCount(
        words=words,
        places=3,
        teams_there=planned // 12 + 1,
        teams=planned // 12,
        planned=planned,
        done=planned - planned // 10,
        could_not_check=planned // 50,
        findings=Findings(critical=5, major=8, minor=2),
        fixed=9,
        open_faults=6,
    )


def area_summary(
    parts: int = 8, *, items: int = 6, months: int = 12, before: bool = True, longest: bool = False
) -> AreaSummary:
    """A ward's year, with the year before beside it."""
    names = [LONG_HEAD.team if longest else f"Tổ 12/1 số {n + 1}" for n in range(parts)]
    return AreaSummary(
        area=LONG_HEAD.ward if longest else HEAD.ward,
        place=HEAD.city,
        title="Tổng kết năm",
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        as_of=date(2026, 12, 12),
        now=period_count("Năm 2026", 12 * parts * months),
        before=period_count("Năm 2025", 11 * parts * months) if before else None,
        months=tuple(
            MonthPoint(f"{n + 1:02}/26", 12 * parts, 12 * parts - n) for n in range(months)
        ),
        months_before=tuple(
            MonthPoint(f"{n + 1:02}/25", 11 * parts, 9 * parts) for n in range(months)
        ),
        faults=OpenFaults(count=items, oldest_days=120, overdue=2, critical=1)
        if items
        else OpenFaults(),
        ages=tuple(
            AgeCount(words, count if items else 0)
            for words, count in (
                ("đến 30 ngày", 3),
                ("từ 31 đến 60 ngày", 2),
                ("từ 61 đến 90 ngày", 0),
                ("trên 90 ngày", 1),
            )
        ),
        items=tuple(
            ItemLine(
                code=f"THOAT-{n + 1:02}",
                text="Lối ra chính, cầu thang, hành lang thông thoáng, không để xe, hàng hóa",
                severity=("critical", "major", "minor")[n % 3],
                found=items - n,
                open_faults=n % 3,
                oldest_days=40 + n if n % 3 else None,
            )
            for n in range(items)
        ),
        parts_title="Các tổ",
        parts=tuple(
            PartLine(
                rank=n + 1,
                name=names[n],
                place=LONG_HEAD.neighbourhood if longest else HEAD.neighbourhood,
                planned=144,
                done=144 - n % 140,
                found=n % 4,
                open_faults=n % 3,
            )
            for n in range(parts)
        ),
        emergency_number="114",
        reference="TN-31117-20261231",
        link="https://to12.example.vn/areas/31117/print/2026-12/area_year/",
        checklist_version="2, 3",
    )
