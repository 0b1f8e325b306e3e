"""Ask PostgreSQL's catalogue about walls: each query of GAPS returns one row for each gap."""

# ruff: noqa: S608 - the queries are put together from names of ours alone

from tenants.walls import APP, OWNER, TEMPLATE_SCHEMA, TENANT

_TENANT_NAME = "'^t_[0-9a-f]{32}$'"
# Functions that run SQL given as text, change settings, or keep data outside of tables.
DANGEROUS = (
    "proname IN ('set_config', 'ts_stat', 'ts_rewrite', 'loread', 'lowrite')"
    " OR proname ~ '^(query|cursor|table|schema|database)_to_xml' OR proname LIKE 'lo\\_%'"
)

GAPS = {
    "role-power": f"""
        SELECT format('%s is superuser, passes row-level security, replicates or makes databases', rolname)
        FROM pg_roles
        WHERE (rolname IN ('{APP}', '{OWNER}', '{TENANT}') OR rolname ~ {_TENANT_NAME})
          AND (rolsuper OR rolbypassrls OR rolreplication OR rolcreatedb)
        UNION ALL
        SELECT format('%s makes roles', rolname) FROM pg_roles
        WHERE (rolname IN ('{APP}', '{TENANT}') OR rolname ~ {_TENANT_NAME}) AND rolcreaterole
    """,
    "role-inherit": f"SELECT format('%s inherits', rolname) FROM pg_roles WHERE rolname = '{APP}' AND rolinherit",
    "role-login": f"""
        SELECT format('%s may log in', rolname) FROM pg_roles
        WHERE (rolname = '{TENANT}' OR rolname ~ {_TENANT_NAME}) AND rolcanlogin
    """,
    "role-session": f"""
        SELECT format('this process works as %s, not as {APP}', session_user) WHERE session_user <> '{APP}'
    """,
    "role-owns": f"""
        SELECT format('{APP} owns %s', relname) FROM pg_class WHERE relowner = '{APP}'::regrole
        UNION ALL
        SELECT format('{APP} owns the schema %s', nspname) FROM pg_namespace WHERE nspowner = '{APP}'::regrole
        UNION ALL
        SELECT format('{APP} owns the function %s', proname) FROM pg_proc WHERE proowner = '{APP}'::regrole
    """,
    "role-member": f"""
        SELECT format('%s is a member of %s', m.member::regrole, m.roleid::regrole)
        FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
        WHERE (r.rolname = '{APP}' AND (g.rolname !~ {_TENANT_NAME} OR m.inherit_option OR m.admin_option))
           OR (r.rolname ~ {_TENANT_NAME} AND (g.rolname <> '{TENANT}' OR m.set_option OR m.admin_option))
           OR r.rolname = '{TENANT}'
           OR (r.rolname = '{OWNER}' AND g.rolname ~ {_TENANT_NAME} AND (m.inherit_option OR m.set_option))
           OR (g.rolname ~ {_TENANT_NAME} AND r.rolname NOT IN ('{APP}', '{OWNER}'))
    """,
    "schema-missing": """
        SELECT format('%s has no schema or no role of its own', id) FROM public.tenant
        WHERE state IN ('active', 'suspended') AND NOT (
            EXISTS (SELECT FROM pg_namespace WHERE nspname = 't_' || replace(id::text, '-', ''))
            AND EXISTS (SELECT FROM pg_roles WHERE rolname = 't_' || replace(id::text, '-', '')))
    """,
    "schema-grant": f"""
        SELECT format('%s has %s on the schema %s', a.grantee::regrole, a.privilege_type, n.nspname)
        FROM pg_namespace n, aclexplode(n.nspacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
        WHERE n.nspname ~ {_TENANT_NAME} AND coalesce(r.rolname, 'public') <> '{OWNER}'
          AND (coalesce(r.rolname, 'public') <> n.nspname OR a.privilege_type <> 'USAGE')
    """,
    "table-grant": f"""
        SELECT format('%s has %s on %s.%s', a.grantee::regrole, a.privilege_type, n.nspname, c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
        LEFT JOIN pg_roles r ON r.oid = a.grantee
        WHERE n.nspname ~ {_TENANT_NAME} AND coalesce(r.rolname, 'public') NOT IN ('{OWNER}', n.nspname)
    """,
    "template-grant": f"""
        SELECT format('%s has %s on {TEMPLATE_SCHEMA}.%s', a.grantee::regrole, a.privilege_type, c.relname)
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.relnamespace = '{TEMPLATE_SCHEMA}'::regnamespace AND a.grantee <> '{OWNER}'::regrole
    """,
    "public-grant": f"""
        SELECT format('everybody or one tenant has %s on %s', a.privilege_type, c.relname)
        FROM pg_class c, aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
        WHERE c.relnamespace = 'public'::regnamespace
          AND (a.grantee = 0 OR r.rolname ~ {_TENANT_NAME})
    """,
    "password-grant": f"""
        SELECT '{TENANT} reads the hashes of passwords'
        WHERE has_column_privilege('{TENANT}', 'public.person', 'password', 'SELECT')
    """,
    "audit-grant": f"""
        SELECT format('%s may %s events of the trail', role, power)
        FROM unnest(ARRAY['{APP}', '{TENANT}']) role, unnest(ARRAY['UPDATE', 'DELETE']) power
        WHERE has_table_privilege(role, 'public.audit_event', power)
    """,
    "function-revoke": f"""
        SELECT format('everybody may call %s', p.oid::regprocedure) FROM pg_proc p
        WHERE pronamespace = 'pg_catalog'::regnamespace AND ({DANGEROUS})
          AND has_function_privilege('{TENANT}', p.oid, 'EXECUTE')
    """,
    "function-definer": f"""
        SELECT format('%s runs as its owner', p.oid::regprocedure) FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND has_function_privilege('{TENANT}', p.oid, 'EXECUTE')
    """,
    "settings-revoke": f"""
        SELECT 'everybody may update pg_settings' WHERE has_table_privilege('{TENANT}', 'pg_settings', 'UPDATE')
    """,
    "create-revoke": f"""
        SELECT format('%s may create in the schema %s', role, n.nspname)
        FROM unnest(ARRAY['{APP}', '{TENANT}']) role, pg_namespace n
        WHERE n.nspname IN ('public', 'extensions', '{TEMPLATE_SCHEMA}')
          AND has_schema_privilege(role, n.oid, 'CREATE')
    """,
    "temporary-revoke": f"""
        SELECT format('%s may make temporary tables', role) FROM unnest(ARRAY['{APP}', '{TENANT}']) role
        WHERE has_database_privilege(role, current_database(), 'TEMPORARY')
    """,
}

TENANT_TABLES = f"""
    SELECT n.nspname, c.relname, pg_get_userbyid(c.relowner), c.relrowsecurity AND c.relforcerowsecurity,
           coalesce((
               SELECT array_agg(format('%s %s %s %s', p.polname,
                   (SELECT string_agg(pg_get_userbyid(r), ',') FROM unnest(p.polroles) r),
                   pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)))
               FROM pg_policy p WHERE p.polrelid = c.oid), '{{}}')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname ~ {_TENANT_NAME} AND c.relkind IN ('r', 'p')
"""

SHARED_TABLES = f"""
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('tenant_id', 'tenant_key')),
           coalesce((
               SELECT array_agg(format('%s %s', p.polname, (
                   SELECT string_agg(name, ',' ORDER BY name = '{APP}')
                   FROM unnest(p.polroles) r, pg_get_userbyid(r) name)))
               FROM pg_policy p WHERE p.polrelid = c.oid), '{{}}'),
           coalesce((
               SELECT array_agg(a.privilege_type::text ORDER BY a.privilege_type)
               FROM aclexplode(c.relacl) a WHERE a.grantee = '{TENANT}'::regrole), '{{}}')
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""

VERSIONS = """
    SELECT current_setting('server_version_num'), (SELECT extversion FROM pg_extension WHERE extname = 'vector')
"""
