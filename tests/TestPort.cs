using Paretune.Silo.Start;

namespace Paretune.Testing;

/// <summary>
/// A free loopback port for what a test starts, which keeps it while what had it is killed and started again: silos choose none of these.
/// </summary>
internal static class TestPort
{
    public static int Find() => FreePort.Find(first: 20_000, count: 12_000);
}
