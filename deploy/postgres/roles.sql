-- The two login roles and what is taken from everybody else. Run by the superuser, once in template1 (every database that is
-- made later inherits the revokes) and once in each database that exists already. May be run again at any time.
-- Passwords are set separately, by whoever knows them.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ogniwo_owner') THEN
        CREATE ROLE ogniwo_owner;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ogniwo_app') THEN
        CREATE ROLE ogniwo_app;
    END IF;
END
$$;

-- Owns schemas and tables, makes a role for every house. Held by the ground process alone.
ALTER ROLE ogniwo_owner WITH LOGIN INHERIT CREATEROLE CREATEDB NOSUPERUSER NOBYPASSRLS NOREPLICATION;

-- Web, worker and dispatcher. Owns nothing, inherits nothing: what it may do, it may do as the role of a house.
ALTER ROLE ogniwo_app WITH LOGIN NOINHERIT NOCREATEROLE NOCREATEDB NOSUPERUSER NOBYPASSRLS NOREPLICATION;

-- Django asks for UTC through set_config when the session has another time zone; with this it need not ask.
ALTER ROLE ogniwo_owner SET timezone = 'UTC';
ALTER ROLE ogniwo_app SET timezone = 'UTC';

-- set_config('role', ...) is SET ROLE inside a SELECT: an injected expression must not change houses with it.
-- The driver calls it for the two login roles only; a house's role never may.
REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO ogniwo_owner, ogniwo_app;
