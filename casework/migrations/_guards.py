"""What the database itself refuses in a centre's schema, beyond what models can say. Loaded by the first migration.

Names are not qualified: functions run with the search path of the house, and triggers find their own schema's tables.
"""

GUARDS = """
ALTER TABLE casework_stay ADD CONSTRAINT stay_never_twice_a_day
    EXCLUDE USING gist (participant_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&);
ALTER TABLE casework_membership ADD CONSTRAINT membership_in_one_group_a_day
    EXCLUDE USING gist (stay_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&);
ALTER TABLE casework_stayperiod ADD CONSTRAINT periods_never_overlap
    EXCLUDE USING gist (stay_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&);
CREATE INDEX participant_by_fragment ON casework_participant USING gin (search_name public.gin_trgm_ops)
    WITH (fastupdate = off);

CREATE FUNCTION casework_mark_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_day date := CASE WHEN TG_OP = 'DELETE' THEN OLD.day ELSE NEW.day END;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(current_schema() || to_char(the_day, 'YYYYMM'), 0));
    IF EXISTS (SELECT FROM casework_monthclosing
               WHERE month = date_trunc('month', the_day)::date AND approved_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the month is approved' USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_in_an_open_month';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF TG_OP = 'UPDATE' AND (NEW.stay_id, NEW.day) <> (OLD.stay_id, OLD.day) THEN
        RAISE EXCEPTION 'a mark keeps its day' USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_keeps_its_day';
    END IF;
    -- The lock waits for a stay that is being ended just now, and then sees its last day.
    PERFORM FROM casework_stay WHERE id = NEW.stay_id
        AND NEW.day >= starts_on AND (ends_on IS NULL OR NEW.day <= ends_on) FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the day is outside of the stay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_inside_the_stay';
    END IF;
    IF NEW.code <> 'BZ' AND EXISTS (SELECT FROM casework_closedday WHERE day = NEW.day) THEN
        RAISE EXCEPTION 'the centre is closed on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_on_an_open_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mark_guard BEFORE INSERT OR UPDATE OR DELETE ON casework_mark
    FOR EACH ROW EXECUTE FUNCTION casework_mark_guard();

CREATE FUNCTION casework_closed_day_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_day date := CASE WHEN TG_OP = 'DELETE' THEN OLD.day ELSE NEW.day END;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || to_char(the_day, 'YYYYMM'), 0));
    IF EXISTS (SELECT FROM casework_monthclosing
               WHERE month = date_trunc('month', the_day)::date AND approved_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the month is approved'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_day_in_an_open_month';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF EXISTS (SELECT FROM casework_mark WHERE day = NEW.day AND code <> 'BZ') THEN
        RAISE EXCEPTION 'people are marked on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_day_without_marks';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed_day_guard BEFORE INSERT OR UPDATE OR DELETE ON casework_closedday
    FOR EACH ROW EXECUTE FUNCTION casework_closed_day_guard();

CREATE FUNCTION casework_closing_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- First the month, then the stays: whoever holds the stays never waits for a month.
    PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || to_char(NEW.month, 'YYYYMM'), 0));
    PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || 'stays', 0));
    IF TG_OP = 'UPDATE' AND OLD.paid_at IS NOT NULL THEN
        RAISE EXCEPTION 'the month is paid' USING ERRCODE = 'check_violation', CONSTRAINT = 'closing_paid_for_good';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closing_guard BEFORE INSERT OR UPDATE ON casework_monthclosing
    FOR EACH ROW EXECUTE FUNCTION casework_closing_guard();

CREATE FUNCTION casework_stay_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM casework_mark WHERE stay_id = NEW.id
               AND (day < NEW.starts_on OR day > COALESCE(NEW.ends_on, 'infinity'::date))) THEN
        RAISE EXCEPTION 'marks lie outside of the stay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stay_holds_its_marks';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stay_guard BEFORE UPDATE OF starts_on, ends_on ON casework_stay
    FOR EACH ROW EXECUTE FUNCTION casework_stay_guard();

CREATE FUNCTION casework_days_in(month date, starts_on date, ends_on date) RETURNS daterange
    IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE WHEN starts_on IS NULL THEN 'empty'::daterange
           ELSE daterange(starts_on, ends_on, '[]') * daterange(month, (month + interval '1 month')::date) END
$$;
CREATE FUNCTION casework_known_in(month date, since date) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$
    SELECT COALESCE(since < month + interval '1 month', false)
$$;
CREATE FUNCTION casework_refuse_in_approved(touched date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF touched IS NOT NULL THEN
        RAISE EXCEPTION 'the stay lies in an approved month' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'stay_in_open_months', DETAIL = to_char(touched, 'YYYY-MM-DD');
    END IF;
END $$;

-- What a settled month was made of stays: days, plan and application of a stay as far as that month goes, its periods.
CREATE FUNCTION casework_stay_approved_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(current_schema() || 'stays', 0));
    PERFORM casework_refuse_in_approved(max(month)) FROM casework_monthclosing, LATERAL (SELECT
            casework_days_in(month, OLD.starts_on, OLD.ends_on) AS days_before,
            casework_days_in(month, NEW.starts_on, NEW.ends_on) AS days_after) AS days
        WHERE approved_at IS NOT NULL AND (days_before <> days_after OR NOT isempty(days_after) AND (
            casework_known_in(month, OLD.plan_signed_on) <> casework_known_in(month, NEW.plan_signed_on)
            OR casework_known_in(month, OLD.benefit_applied_on) <> casework_known_in(month, NEW.benefit_applied_on)));
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stay_approved_guard
    BEFORE INSERT OR DELETE OR UPDATE OF starts_on, ends_on, plan_signed_on, benefit_applied_on ON casework_stay
    FOR EACH ROW EXECUTE FUNCTION casework_stay_approved_guard();

CREATE FUNCTION casework_period_approved_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(current_schema() || 'stays', 0));
    PERFORM casework_refuse_in_approved(max(month)) FROM casework_monthclosing, LATERAL (SELECT
            casework_days_in(month, OLD.starts_on, OLD.ends_on) AS days_before,
            casework_days_in(month, NEW.starts_on, NEW.ends_on) AS days_after) AS days
        WHERE approved_at IS NOT NULL AND (
            days_before <> days_after OR NOT isempty(days_after) AND OLD.kind <> NEW.kind);
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER period_approved_guard BEFORE INSERT OR UPDATE OR DELETE ON casework_stayperiod
    FOR EACH ROW EXECUTE FUNCTION casework_period_approved_guard();

CREATE FUNCTION casework_settlement_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_settlement uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.settlement_id ELSE NEW.settlement_id END;
BEGIN
    IF EXISTS (SELECT FROM casework_settlement WHERE id = of_settlement AND approved_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the settlement is approved'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_approved_for_good';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_line_guard BEFORE INSERT OR UPDATE OR DELETE ON casework_settlementline
    FOR EACH ROW EXECUTE FUNCTION casework_settlement_guard();

CREATE FUNCTION casework_participant_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO casework_tombstone (participant, external_id) VALUES (OLD.id, OLD.external_id);
    RETURN NULL;
END $$;
CREATE TRIGGER participant_tombstone AFTER DELETE ON casework_participant
    FOR EACH ROW EXECUTE FUNCTION casework_participant_tombstone();

DO $$ BEGIN EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA %I FROM PUBLIC', current_schema()); END $$;
"""

UNGUARDED = """
DROP TRIGGER participant_tombstone ON casework_participant;
DROP FUNCTION casework_participant_tombstone();
DROP TRIGGER settlement_line_guard ON casework_settlementline;
DROP TRIGGER period_approved_guard ON casework_stayperiod;
DROP TRIGGER stay_approved_guard ON casework_stay;
DROP TRIGGER stay_guard ON casework_stay;
DROP TRIGGER closing_guard ON casework_monthclosing;
DROP TRIGGER closed_day_guard ON casework_closedday;
DROP TRIGGER mark_guard ON casework_mark;
DROP FUNCTION casework_settlement_guard();
DROP FUNCTION casework_period_approved_guard();
DROP FUNCTION casework_stay_approved_guard();
DROP FUNCTION casework_refuse_in_approved(date);
DROP FUNCTION casework_known_in(date, date);
DROP FUNCTION casework_days_in(date, date, date);
DROP FUNCTION casework_stay_guard();
DROP FUNCTION casework_closing_guard();
DROP FUNCTION casework_closed_day_guard();
DROP FUNCTION casework_mark_guard();
DROP INDEX participant_by_fragment;
ALTER TABLE casework_stayperiod DROP CONSTRAINT periods_never_overlap;
ALTER TABLE casework_membership DROP CONSTRAINT membership_in_one_group_a_day;
ALTER TABLE casework_stay DROP CONSTRAINT stay_never_twice_a_day;
"""
