#!/bin/bash
# Runs once in the database container: the three roles, the database, and what bootstrap.sql hardens.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" -U postgres <<'SQL'
CREATE ROLE raglan_owner LOGIN CREATEROLE PASSWORD :'owner';
CREATE ROLE raglan_app LOGIN NOINHERIT PASSWORD :'app';
CREATE ROLE raglan_tenant NOLOGIN;
CREATE DATABASE raglan OWNER raglan_owner;
SQL
psql -v ON_ERROR_STOP=1 -U postgres -d raglan -f /bootstrap.sql
