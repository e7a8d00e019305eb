using Paretune.Grains.Ledger;
using Paretune.Silo.Start;

namespace Paretune.Silo.Tests.Start;

/// <summary>What <c>migrate</c> rejects; its work is tested where there is a database (Kubernetes.Tests).</summary>
public sealed class MigrationTests
{
    [Fact]
    public async Task Without_a_database_it_names_the_setting()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => Migration.Run([]));

        Assert.StartsWith("ConnectionStrings:Ledger must name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_that_is_none_is_told_at_once()
    {
        var refused = await Assert.ThrowsAsync<LedgerUnusableException>(
            () => Migration.Run(["--ConnectionStrings:Ledger=Host=db;Passwort=x"]));

        Assert.StartsWith("ConnectionStrings:Ledger must be", refused.Message, StringComparison.Ordinal);
    }
}
