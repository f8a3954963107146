#!/bin/sh
# Run once by the PostgreSQL image, on an empty data directory: roles, the revokes, passwords, the database.
set -eu

read_secret() { cat "/run/secrets/$1"; }

for database in template1 postgres; do
    psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$database" --file /etc/ogniwo/roles.sql
done

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set app="$(read_secret app_password)" --set owner="$(read_secret owner_password)" <<'SQL'
ALTER ROLE ogniwo_app PASSWORD :'app';
ALTER ROLE ogniwo_owner PASSWORD :'owner';
CREATE DATABASE ogniwo OWNER ogniwo_owner;
SQL
