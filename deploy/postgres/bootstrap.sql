-- Run once by a superuser, connected to the database that Raglan uses, after the three roles were made:
--   CREATE ROLE raglan_owner LOGIN CREATEROLE PASSWORD '…';   -- owns schemas and tables; migrations only
--   CREATE ROLE raglan_app LOGIN NOINHERIT PASSWORD '…';      -- the application; owns nothing
--   CREATE ROLE raglan_tenant NOLOGIN;                        -- what every tenant's role may do to shared tables
-- and the database: CREATE DATABASE raglan OWNER raglan_owner. Safe to run again.

GRANT raglan_tenant TO raglan_owner WITH ADMIN OPTION, INHERIT FALSE, SET FALSE;
CREATE SCHEMA IF NOT EXISTS extensions;
CREATE EXTENSION IF NOT EXISTS vector SCHEMA extensions;
GRANT USAGE ON SCHEMA extensions TO raglan_owner, raglan_app, raglan_tenant;
ALTER SCHEMA public OWNER TO raglan_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
DO $$ BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

-- Without a tenant, the names of tenants' tables lead to the template, on which nobody has rights: permission denied.
ALTER ROLE raglan_app SET search_path TO public, tenant_template, extensions, pg_temp;
-- Set here, so that no connection needs set_config, which is revoked below.
ALTER ROLE raglan_app SET timezone TO 'UTC';
ALTER ROLE raglan_owner SET timezone TO 'UTC';

-- These functions run SQL given as text, change settings or keep data outside of tables: a tenant's role needs none.
DO $$ DECLARE f regprocedure; BEGIN
  FOR f IN
    SELECT oid::regprocedure FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace AND (
      proname IN ('set_config', 'ts_stat', 'ts_rewrite', 'loread', 'lowrite')
      OR proname ~ '^(query|cursor|table|schema|database)_to_xml'
      OR proname LIKE 'lo\_%')
  LOOP EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f); END LOOP;
END $$;
-- An update of this view is set_config by another name.
REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC;
