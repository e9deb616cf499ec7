"""A made-up city of many teams and months, written into PostgreSQL by its own hand.

Everything follows from the numbers of a team, a month and a household, so a round and its kept
figures agree without being counted. Visits and results stand in full for the last two months of
every team, and for all months of the first ward; of older months elsewhere stand the rounds and
the kept figures, which is all that the pages read of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from firesafety.months import Month
from inspections.planning.weights import DEFAULT_WEIGHTS

CODE = "99"
TEAMS_A_WARD = 806
NEWEST = 100  # the number that the month of the day has; a round's id begins with its month's
FOUNDED_BEFORE = 60  # months

# What weighs beside the hazards.
POINTS = (
    "month_silent",
    "silent_cap",
    "all_missing",
    "day_late",
    "late_cap_days",
    "person_at_risk",
    "people_cap",
)
# Columns that are none of our business get what an empty form would give them.
DEFAULTS = """
DO $$
DECLARE col record;
BEGIN
  FOR col IN
    SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL
      AND is_identity = 'NO' AND table_name ~ '^(households|inspections)_'
  LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET DEFAULT %s', col.table_name,
      col.column_name, CASE col.data_type
        WHEN 'jsonb' THEN '''[]''' WHEN 'boolean' THEN 'false' WHEN 'uuid' THEN 'gen_random_uuid()'
        WHEN 'date' THEN 'current_date' WHEN 'timestamp with time zone' THEN 'now()'
        WHEN 'character varying' THEN '''''' WHEN 'text' THEN '''''' ELSE '0' END);
  END LOOP;
END $$
"""

# How many of twelve were seen: most teams finish, some do part, and one in forty fell silent.
FUNCTIONS = """
CREATE FUNCTION seen(t bigint, m int, newest int) RETURNS int IMMUTABLE LANGUAGE sql AS $$
  SELECT CASE
    WHEN t %% 40 = 0 AND m >= newest - t / 40 %% 6 THEN 0
    WHEN (t * 7919 + m * 104729) %% 1000 < 600 THEN 12
    ELSE ((t * 7919 + m * 104729) %% 13)::int END
$$;
CREATE FUNCTION turned_away(t bigint, m int, newest int) RETURNS int IMMUTABLE LANGUAGE sql AS $$
  SELECT (seen(t, m, newest) BETWEEN 1 AND 11 AND (t + m) %% 3 = 0)::int
$$;
CREATE FUNCTION month_of(first date, m int) RETURNS date IMMUTABLE LANGUAGE sql AS $$
  SELECT (first + make_interval(months => m))::date
$$
"""

PLACES = """
INSERT INTO households_area (id, level, code, name, folded_name, valid_from)
VALUES (1, 'city', %(code)s, 'Thành phố đo thử', 'thanh pho do thu', %(founded)s);
INSERT INTO households_area (id, level, code, name, folded_name, valid_from, parent_id)
SELECT 1 + w, 'ward', 'W' || w, 'Phường ' || w, 'phuong ' || w, %(founded)s, 1
FROM generate_series(1, %(wards)s) w;
INSERT INTO households_area (id, level, code, name, folded_name, valid_from, parent_id)
SELECT 1 + %(wards)s + (w - 1) * 10 + n, 'neighbourhood', 'W' || w || '-' || n,
  'Khu vực ' || n, 'khu vuc ' || n, %(founded)s, 1 + w
FROM generate_series(1, %(wards)s) w, generate_series(1, 10) n;
INSERT INTO households_team
  (id, ward_id, neighbourhood_id, number, mode, crew_size, founded_on)
SELECT t, 2 + (t - 1) / 806, 2 + %(wards)s + (t - 1) / 806 * 10 + (t - 1) %% 806 / 81,
  1 + (t - 1) %% 806, 'rotation', 2, %(founded)s
FROM generate_series(1, %(teams)s) t;
INSERT INTO households_household (id, neighbourhood_id, holder_name, house_number, street,
  address_key, name_key, kind, occupants, latitude, longitude, entered_on)
SELECT (t.id - 1) * 12 + p, t.neighbourhood_id, 'Nguyễn Văn ' || (t.id - 1) * 12 + p,
  p::text, 'Đường ' || t.number, 'duong ' || t.number || ' ' || p,
  'nguyen van ' || (t.id - 1) * 12 + p,
  CASE (t.id * 12 + p) %% 20 WHEN 0 THEN 'boarding_house' WHEN 1 THEN 'shop'
    WHEN 2 THEN 'house_business' WHEN 3 THEN 'market_stall' ELSE 'house' END,
  1 + (t.id + p) %% 7, 10 + t.id * 1e-5, 105 + p * 1e-4, %(founded)s
FROM households_team t, generate_series(1, 12) p;
INSERT INTO households_membership (id, team_id, household_id, joined_on, can_inspect)
SELECT id, (id - 1) / 12 + 1, id, %(founded)s, true FROM households_household;
INSERT INTO households_appointment (id, team_id, role, household_id, starts_on)
SELECT id, id, 'leader', (id - 1) * 12 + 1, %(founded)s FROM households_team;
INSERT INTO inspections_teampause (id, team_id, starts_on)
SELECT id, id, %(on)s::date - 3 FROM households_team WHERE id %% 200 = 7;
UPDATE households_team SET paused_on = %(on)s::date - 3 WHERE id %% 200 = 7
"""

# A ring of 120 points around each ward's homes, three kilobytes, as simplified borders have.
BORDERS = """
UPDATE households_area a SET boundary = jsonb_build_object('type', 'MultiPolygon', 'coordinates',
  jsonb_build_array(jsonb_build_array(b.ring)))
FROM (
  SELECT w, jsonb_agg(jsonb_build_array(
      round((105.0007 + 0.003 * cos(2 * pi() * k / 120))::numeric, 6),
      round((10 + (w - 0.5) * 0.00806 + 0.004 * sin(2 * pi() * k / 120))::numeric, 6))
    ORDER BY k) AS ring
  FROM generate_series(1, %(wards)s) w, generate_series(0, 120) k GROUP BY w
) b
WHERE a.id = 1 + b.w
"""

# One household in nine has an open fault, found in the last 200 days.
HAZARDS = """
INSERT INTO inspections_hazard
  (id, household_id, item_id, code, severity, state, found_on, due_on)
SELECT h.id, h.id, i.id, i.code, i.severity, 'open', found.on,
  found.on + CASE i.severity WHEN 'critical' THEN 7 WHEN 'major' THEN 30 ELSE 60 END
FROM households_household h
JOIN (SELECT *, row_number() OVER (ORDER BY position) - 1 AS rank, count(*) OVER () AS items
      FROM inspections_checklistitem) i ON i.rank = h.id / 9 %% i.items
CROSS JOIN LATERAL (SELECT %(on)s::date - (h.id / 9 * 37 %% 200)::int AS on) found
WHERE h.id %% 9 = 0;
INSERT INTO inspections_openhazard (hazard_id, household_id, team_id, neighbourhood_id, ward_id,
  city_id, code, severity, kind, team_number, name_key, address_key, found_on, due_on)
SELECT z.id, h.id, t.id, t.neighbourhood_id, t.ward_id, 1, z.code, z.severity, h.kind, t.number,
  h.name_key, h.address_key, z.found_on, z.due_on
FROM inspections_hazard z JOIN households_household h ON h.id = z.household_id
JOIN households_team t ON t.id = (h.id - 1) / 12 + 1
"""

ROUNDS = """
INSERT INTO inspections_round (id, team_id, month, mode, crew_size, checklist_id, scope,
  starts_on, due_on, missed_on, opened_at, closed_on, input_digest, engine_version)
SELECT m * 1000000 + t.id, t.id, d.first, 'rotation', 2,
  (SELECT min(id) FROM inspections_checklist), 'core', d.first, d.first + 24, d.first + 35,
  d.first, CASE WHEN d.first + 35 <= %(on)s THEN d.first + 35 END, '', 1
FROM households_team t, generate_series(%(oldest)s::int, %(newest)s::int) m
CROSS JOIN LATERAL (SELECT month_of(%(first)s, m) AS first) d
WHERE m BETWEEN %(fresh_from)s AND %(fresh_until)s
"""

VISITS = """
INSERT INTO inspections_assignment (id, round_id, inspector_id, inspected_id, position, link_issue,
  link_hash, short_code_hash)
SELECT r.id * 12 + p - 1, r.id, (r.team_id - 1) * 12 + p, (r.team_id - 1) * 12 + p %% 12 + 1, p, 1,
  md5('a' || r.id || p) || md5('b' || r.id || p), md5('c' || r.id || p) || md5('d' || r.id || p)
FROM inspections_round r, generate_series(1, 12) p
WHERE r.id / 1000000 BETWEEN %(fresh_from)s AND %(fresh_until)s
  AND (r.id / 1000000 > %(newest)s - 2 OR r.team_id <= 806);
INSERT INTO inspections_inspection (id, assignment_id, answers, notes, obstacle, done_on,
  received_at, source, revision)
SELECT a.id, a.id, CASE WHEN a.position <= v.seen THEN repeat('P', i.items) ELSE '' END, '{}',
  CASE WHEN a.position <= v.seen THEN '' ELSE 'nobody_home' END, r.month, r.month + interval '9 h',
  'phone', 1
FROM inspections_assignment a JOIN inspections_round r ON r.id = a.round_id
CROSS JOIN (SELECT count(*)::int AS items FROM inspections_checklistitem) i
CROSS JOIN LATERAL (SELECT seen(r.team_id, (r.id / 1000000)::int, %(newest)s) AS seen,
  turned_away(r.team_id, (r.id / 1000000)::int, %(newest)s) AS away) v
WHERE a.position <= v.seen + v.away
  AND r.id / 1000000 BETWEEN %(fresh_from)s AND %(fresh_until)s
"""

# Of what was missing when its round fell due, one visit in twenty lies on paper.
PAPERS = """
INSERT INTO households_user (username) VALUES ('benchmark-leader') ON CONFLICT DO NOTHING;
INSERT INTO inspections_onpaper (assignment_id, told_on, told_by_id)
SELECT a.id, r.due_on, u.id
FROM inspections_assignment a JOIN inspections_round r ON r.id = a.round_id
JOIN households_user u ON u.username = 'benchmark-leader'
WHERE r.due_on < %(on)s AND r.id / 1000000 BETWEEN %(fresh_from)s AND %(fresh_until)s
  AND a.id %% 20 = 0
  AND NOT EXISTS (SELECT 1 FROM inspections_inspection i WHERE i.assignment_id = a.id)
"""

KEPT = """
TRUNCATE inspections_roundstanding, inspections_teamstanding, inspections_neighbourhoodmonth,
  inspections_neighbourhoodstanding;
INSERT INTO inspections_roundstanding (round_id, team_id, neighbourhood_id, ward_id, month,
  late_from, judged_until, planned, done, obstacle, late, households, inspected, missing,
  silent_before, last_done_on)
SELECT id, team_id, neighbourhood_id, ward_id, month, late_from,
  coalesce(lead(late_from) OVER line, '9999-12-31'), 12, seen, away, 0, 12, seen, 12 - seen,
  m - 1 - coalesce(max(m) FILTER (WHERE seen + away > 0)
    OVER (line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), %(oldest)s - 1),
  CASE WHEN seen > 0 THEN month END
FROM (
  SELECT r.id, r.team_id, t.neighbourhood_id, t.ward_id, r.month, r.due_on + 1 AS late_from,
    (r.id / 1000000)::int AS m, seen(t.id, (r.id / 1000000)::int, %(newest)s) AS seen,
    turned_away(t.id, (r.id / 1000000)::int, %(newest)s) AS away
  FROM inspections_round r JOIN households_team t ON t.id = r.team_id
) counted
WINDOW line AS (PARTITION BY team_id ORDER BY m)
ORDER BY month, team_id;
INSERT INTO inspections_neighbourhoodmonth (neighbourhood_id, ward_id, month, rounds, planned,
  done, obstacle, late, households, inspected, missing)
SELECT neighbourhood_id, min(ward_id), month, count(*), sum(planned), sum(done), sum(obstacle), 0,
  sum(households), sum(inspected), sum(missing)
FROM inspections_roundstanding GROUP BY neighbourhood_id, month;
INSERT INTO inspections_teamstanding (team_id, neighbourhood_id, ward_id, city_id, number, active,
  households, people, critical, major, minor, oldest_due_on, hazard_points, hazard_days,
  last_done_on, kinds, leader_keys, longitude, latitude, judged_round_id, judged_from, judged_until,
  judged_missing, judged_households, judged_silent, ceiling)
SELECT t.id, t.neighbourhood_id, t.ward_id, 1, t.number, true, 12, p.people,
  coalesce(z.critical, 0), coalesce(z.major, 0), coalesce(z.minor, 0),
  coalesce(z.oldest, '9999-12-31'),
  coalesce(z.points, 0), coalesce(z.days, 0), d.last, p.kinds, p.leader, p.longitude, p.latitude,
  j.round_id, j.late_from, j.judged_until, j.missing, j.households, j.silent_before,
  2 * coalesce(z.points, 0) + %(month_silent)s * least(j.silent_before, %(silent_cap)s)
    + CASE WHEN j.missing > 0 THEN %(all_missing)s * j.missing / j.households
        + %(day_late)s * %(late_cap_days)s ELSE 0 END
    + %(person_at_risk)s * least(p.people, %(people_cap)s)
FROM households_team t
JOIN (SELECT (id - 1) / 12 + 1 AS team, coalesce(sum(occupants) FILTER
    (WHERE kind IN ('boarding_house', 'hospital_ward')), 0) AS people,
    '|' || string_agg(DISTINCT kind, '|' ORDER BY kind) || '|' AS kinds,
    min(name_key) FILTER (WHERE id %% 12 = 1) AS leader, avg(longitude) AS longitude,
    avg(latitude) AS latitude
  FROM households_household GROUP BY 1) p ON p.team = t.id
JOIN inspections_roundstanding j ON j.team_id = t.id AND j.late_from <= %(on)s
  AND j.judged_until > %(on)s
LEFT JOIN (SELECT team_id AS team, count(*) FILTER (WHERE severity = 'critical') AS critical,
    count(*) FILTER (WHERE severity = 'major') AS major,
    count(*) FILTER (WHERE severity = 'minor') AS minor, min(due_on) AS oldest,
    sum(w.points) AS points, sum(w.points * (found_on - '0001-01-01'::date + 1)) AS days
  FROM inspections_openhazard
  CROSS JOIN LATERAL (SELECT (%(severities)s::jsonb ->> severity)::float8
    * (%(kinds)s::jsonb ->> kind)::float8 AS points) w
  GROUP BY team_id) z ON z.team = t.id
LEFT JOIN (SELECT team_id AS team, max(last_done_on) AS last FROM inspections_roundstanding
  GROUP BY team_id) d ON d.team = t.id;
INSERT INTO inspections_neighbourhoodstanding (neighbourhood_id, ward_id, teams, households,
  people, critical, major, minor, late, hazard_overdue, silent, in_time, states_from, states_until)
SELECT neighbourhood_id, min(ward_id), count(*), sum(households), sum(people), sum(critical),
  sum(major), sum(minor), count(*) FILTER (WHERE judged_missing > 0),
  count(*) FILTER (WHERE oldest_due_on < %(on)s), count(*) FILTER (WHERE judged_silent >= 2),
  count(*) FILTER (WHERE judged_missing = 0 AND oldest_due_on >= %(on)s AND judged_silent < 2),
  %(on)s, least(min(judged_until),
    min(oldest_due_on) FILTER (WHERE oldest_due_on BETWEEN %(on)s AND '9999-01-01') + 1)
FROM inspections_teamstanding GROUP BY neighbourhood_id
"""


class Cursor(Protocol):
    """What writing asks of a database cursor."""

    def execute(self, query: Any, params: Any = None) -> Any: ...


@dataclass(frozen=True, slots=True)
class City:
    """``teams`` of twelve households with ``months`` months behind them, as on a day."""

    teams: int
    months: int
    on: date

    @property
    def wards(self) -> int:
        return -(-self.teams // TEAMS_A_WARD)

    def words(self, *, standing: int = 0) -> dict[str, Any]:
        """What the statements ask for, where the newest ``standing`` months are there already."""
        oldest = NEWEST - self.months + 1
        return {
            "code": CODE,
            "teams": self.teams,
            "wards": self.wards,
            "on": self.on,
            "founded": Month.of(self.on).plus(-FOUNDED_BEFORE).first_day,
            "first": Month.of(self.on).plus(-NEWEST).first_day,
            "oldest": oldest,
            "newest": NEWEST,
            "fresh_from": oldest,
            "fresh_until": NEWEST - standing,
            "severities": json.dumps(
                {
                    "critical": DEFAULT_WEIGHTS.critical_hazard,
                    "major": DEFAULT_WEIGHTS.major_hazard,
                    "minor": DEFAULT_WEIGHTS.minor_hazard,
                }
            ),
            "kinds": json.dumps(dict(DEFAULT_WEIGHTS.kind_factors)),
            **{name: getattr(DEFAULT_WEIGHTS, name) for name in POINTS},
        }


def prepare(cursor: Cursor) -> None:
    """Make a migrated database ready to be written to by hand."""
    cursor.execute(DEFAULTS)


def write_city(cursor: Cursor, city: City) -> None:
    """Fill an empty, prepared database that has a checklist."""
    for text in (FUNCTIONS, PLACES, BORDERS, HAZARDS):
        cursor.execute(text, city.words())
    write_months(cursor, city, standing=0)


def write_months(cursor: Cursor, city: City, *, standing: int) -> None:
    """Write the months that are missing, and the kept figures anew; ``standing`` are there."""
    for text in (ROUNDS, VISITS, PAPERS, KEPT):
        cursor.execute(text, city.words(standing=standing))
