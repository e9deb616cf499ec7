"""Every sheet there is: what it is called, what it is for, what it is made from."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from inspections.planning.periods import PeriodKind
from inspections.printing.area_packs import area_summaries
from inspections.printing.area_summary import draw_area_summary
from inspections.printing.assignment import draw_assignment_sheet
from inspections.printing.cards import draw_link_cards
from inspections.printing.checklist_packs import assignment_sheets, checklist_packs
from inspections.printing.follow_up import draw_follow_ups
from inspections.printing.matrix import draw_matrix
from inspections.printing.notice import draw_notices
from inspections.printing.overdue import draw_overdue_list
from inspections.printing.overdue_packs import overdue_lists
from inspections.printing.roster import draw_roster
from inspections.printing.roster_packs import roster_sheets
from inspections.printing.self_check import draw_self_check
from inspections.printing.sheet import Sheet
from inspections.printing.summary import draw_summary
from inspections.printing.summary_packs import self_check_sheets, summary_sheets
from inspections.printing.team_packs import (
    follow_up_sheets,
    link_cards,
    matrix_sheets,
    notice_packs,
)
from inspections.printing.writers import draw_pack

AREA_SUMMARIES = (
    (
        PeriodKind.MONTH,
        _("Tổng hợp tháng của địa bàn"),
        _("Lượt đã kiểm tra, điều đã thấy, từng mục, từng phần của địa bàn."),
    ),
    (
        PeriodKind.QUARTER,
        _("Tổng hợp quý của địa bàn"),
        _("Ba tháng, so với cùng kỳ năm trước."),
    ),
    (PeriodKind.HALF_YEAR, _("Sơ kết nửa năm"), _("Sáu tháng, so với cùng kỳ năm trước.")),
    (PeriodKind.YEAR, _("Tổng kết năm"), _("Cả năm, so với năm trước.")),
)

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        Sheet(
            "checklists",
            _("Phân công và phiếu kiểm tra"),
            _("Tờ phân công và phiếu của từng lượt: in một lần là đủ dùng."),
            "team",
            checklist_packs,
            draw_pack,
            sizes=("normal", "large"),
            papers=("a4", "a5"),
            scoped=True,
            links="inspectors",
            teams_per_part=8,
        ),
        Sheet(
            "assignments",
            _("Phân công kiểm tra chéo"),
            _("Ai sang nhà ai, để treo cho cả tổ xem; không có mã."),
            "team",
            assignment_sheets,
            draw_assignment_sheet,
            sizes=("normal", "large"),
            papers=("a4", "a5"),
        ),
        Sheet(
            "matrix",
            _("Bảng kiểm tra cả tổ"),
            _("Một tờ cho tổ trưởng đi hết các nhà, kết quả ghi vào ô."),
            "team",
            matrix_sheets,
            draw_matrix,
            scoped=True,
            turned=True,
        ),
        Sheet(
            "notices",
            _("Giấy báo cho từng hộ"),
            _("Báo trước cho từng hộ: hàng xóm nào sang, vào những ngày nào."),
            "team",
            notice_packs,
            draw_notices,
            papers=("a4", "a5"),
            turned=True,
            links="households",
            teams_per_part=30,
        ),
        Sheet(
            "follow_ups",
            _("Phiếu theo dõi chỗ chưa sửa"),
            _("Những chỗ lần trước chưa đạt, để xem lại đã sửa chưa."),
            "team",
            follow_up_sheets,
            draw_follow_ups,
            sizes=("normal", "large"),
            links="inspectors",
            teams_per_part=12,
        ),
        Sheet(
            "link_cards",
            _("Thẻ mã cho người kiểm tra"),
            _("Cắt ra đưa từng người; quét mã là gửi được kết quả bằng điện thoại."),
            "team",
            link_cards,
            draw_link_cards,
            links="inspectors",
        ),
        Sheet(
            "rosters",
            _("Danh sách tổ"),
            _("Thành viên, vai trò, số điện thoại. Tổ trưởng giữ, không dán nơi công cộng."),
            "team",
            roster_sheets,
            draw_roster,
            needs_round=False,
        ),
        Sheet(
            "summaries",
            _("Tổng hợp tháng"),
            _("Đã kiểm tra bao nhiêu hộ, thấy gì, còn gì chưa sửa."),
            "team",
            summary_sheets,
            draw_summary,
        ),
        Sheet(
            "self_checks",
            _("Ghi nhận tự kiểm tra"),
            _("Số liệu trong tháng ghi sẵn cho tổ tự viết tiếp; không phải biên bản."),
            "team",
            self_check_sheets,
            draw_self_check,
        ),
        *(
            Sheet(
                f"area_{kind}",
                title,
                purpose,
                "area",
                area_summaries(kind),
                draw_area_summary,
                yearly=kind is not PeriodKind.MONTH,
            )
            for kind, title, purpose in AREA_SUMMARIES
        ),
        Sheet(
            "overdue",
            _("Các tổ cần đôn đốc"),
            _("Tổ nào cần giúp trước, vì sao, gọi cho ai."),
            "area",
            overdue_lists,
            draw_overdue_list,
        ),
    )
}

TEAM_SHEETS: dict[str, Sheet] = {
    name: sheet for name, sheet in SHEETS.items() if sheet.per == "team"
}
AREA_SHEETS: dict[str, Sheet] = {
    name: sheet for name, sheet in SHEETS.items() if sheet.per == "area"
}
