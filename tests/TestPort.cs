using Paretune.Silo.Start;

namespace Paretune.Testing;

/// <summary>
/// Finds a free loopback port that a test's process keeps while it is killed and restarted, because silos choose none of these.
/// </summary>
internal static class TestPort
{
    public static int Find() => FreePort.Find(first: 20_000, count: 12_000);
}
