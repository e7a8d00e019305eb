namespace Paretune.Grains.Ledger;

/// <summary>
/// The tables of Orleans' membership: which silos are in the cluster. The provider does not create tables. It reads its queries from
/// <c>OrleansQuery</c> and requires that a member and the table's version change atomically, which a single statement does. Silos detect
/// each other's failures by the times in these tables, so a silo whose clock is off would be declared dead, or declare others dead. The
/// times therefore come from the database's clock and are converted to each silo's own when read (<see cref="PostgresDatabase.Skew"/>).
/// </summary>
internal static class PostgresMembershipTables
{
    private const string Key = "cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation";

    private const string Skew = $"coalesce(current_setting('{PostgresDatabase.Skew}', true), '0')::interval";

    private const string Members = $"""
        SELECT m.address AS "Address", m.port AS "Port", m.generation AS "Generation", m.name AS "SiloName", m.host AS "HostName",
            m.status AS "Status", m.gateway_port AS "ProxyPort", m.suspected AS "SuspectTimes", m.started + {Skew} AS "StartTime",
            m.alive + {Skew} AS "IAmAliveTime", v.version AS "Version"
        FROM membership_versions v LEFT JOIN members m ON m.cluster = v.cluster
        """;

    private const string RaiseVersion =
        "UPDATE membership_versions SET version = version + 1 WHERE cluster = @DeploymentId AND version = @Version";

    private static readonly (string Key, string Text)[] Queries =
    [
        ("GatewaysQueryKey",
            """
            SELECT address AS "Address", gateway_port AS "ProxyPort", generation AS "Generation" FROM members
            WHERE cluster = @DeploymentId AND status = @Status AND gateway_port > 0
            """),
        ("MembershipReadAllKey", $"{Members} WHERE v.cluster = @DeploymentId"),
        ("MembershipReadRowKey",
            $"{Members} AND m.address = @Address AND m.port = @Port AND m.generation = @Generation WHERE v.cluster = @DeploymentId"),
        ("InsertMembershipVersionKey",
            """
            WITH made AS (INSERT INTO membership_versions (cluster) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
            SELECT EXISTS (SELECT FROM made)
            """),
        ("InsertMembershipKey",
            $"""
            WITH raised AS ({RaiseVersion} AND NOT EXISTS (SELECT FROM members WHERE {Key}) RETURNING 1),
            made AS (
                INSERT INTO members (cluster, address, port, generation, name, host, status, gateway_port, started, alive)
                SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, now(), now() FROM raised
                RETURNING 1)
            SELECT EXISTS (SELECT FROM made)
            """),
        ("UpdateMembershipKey",
            $"""
            WITH raised AS ({RaiseVersion} AND EXISTS (SELECT FROM members WHERE {Key}) RETURNING 1),
            changed AS (
                UPDATE members SET status = @Status, suspected = @SuspectTimes FROM raised WHERE {Key} RETURNING 1)
            SELECT EXISTS (SELECT FROM changed)
            """),
        ("UpdateIAmAlivetimeKey", $"UPDATE members SET alive = now() WHERE {Key}"),
        ("DeleteMembershipTableEntriesKey", "DELETE FROM membership_versions WHERE cluster = @DeploymentId"),
        ("CleanupDefunctSiloEntriesKey",
            $"DELETE FROM members WHERE cluster = @DeploymentId AND alive + {Skew} < @IAmAliveTime AND status = 6"),
        ("CleanupDefunctSiloEntryKey",
            $"""
            DELETE FROM members WHERE {Key} AND status = 6 AND suspected IS NOT DISTINCT FROM @SuspectTimes
            AND started + {Skew} = @StartTime AND alive + {Skew} = @IAmAliveTime
            """),
    ];

    /// <summary>Creates the tables, and a view for the query that the provider makes.</summary>
    public static string Sql { get; } =
        $"""
        CREATE TABLE membership_versions (cluster text PRIMARY KEY, version integer NOT NULL DEFAULT 0);
        CREATE TABLE members (
            cluster text NOT NULL REFERENCES membership_versions ON DELETE CASCADE, address text NOT NULL, port integer NOT NULL,
            generation integer NOT NULL, name text NOT NULL, host text NOT NULL, status integer NOT NULL, gateway_port integer,
            suspected text, started timestamptz NOT NULL, alive timestamptz NOT NULL, PRIMARY KEY (cluster, address, port, generation)
        );
        CREATE VIEW OrleansQuery (QueryKey, QueryText) AS VALUES
        {string.Join(",\n", Queries.Select(query => $"('{query.Key}', '{query.Text.Replace("'", "''", StringComparison.Ordinal)}')"))};
        """;
}
