using System.Diagnostics;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>Another host on this machine: a network namespace, connected by a virtual cable that can be disconnected.</summary>
internal sealed class NetworkHost : IAsyncDisposable
{
    public const string Here = "10.213.77.1", There = "10.213.77.2";
    private const string Name = "paretune-test", Names = $"/etc/netns/{Name}", Cable = "paretune0", FarEnd = "paretune1";

    private NetworkHost()
    {
    }

    /// <summary>The command prefix that runs a program on that host.</summary>
    public static string[] Through => ["/usr/sbin/ip", "netns", "exec", Name];

    /// <summary>Creates the host. Skips the test if the machine does not allow it even to root.</summary>
    public static async Task<NetworkHost> Create()
    {
        Requirement.Root("cutting a network");
        Requirement.Check(File.Exists(Through[0]), $"{Through[0]} is not installed; test.sh installs it (iproute2)");
        await Delete();
        var isAllowed = await Ip($"netns add {Name}") == 0
            && await Ip($"link add {Cable} type veth peer name {FarEnd} netns {Name}") == 0;
        if (!isAllowed)
            await Delete();
        Assert.SkipUnless(isAllowed, "this machine does not allow network namespaces with virtual cables");
        foreach (var step in (string[])[
            $"addr add {Here}/24 dev {Cable}", $"link set {Cable} up",
            $"-n {Name} addr add {There}/24 dev {FarEnd}", $"-n {Name} link set {FarEnd} up", $"-n {Name} link set lo up"])
            Assert.Equal(0, await Ip(step));
        return new();
    }

    /// <summary>Makes programs on that host resolve host names at this machine, where the test answers.</summary>
    public static void AskForNames()
    {
        Directory.CreateDirectory(Names);
        File.WriteAllText(Path.Combine(Names, "resolv.conf"), $"nameserver {Here}\noptions timeout:1 attempts:1\n");
    }

    public static Task Cut() => Ip($"link set {Cable} down");

    public static Task Mend() => Ip($"link set {Cable} up");

    public async ValueTask DisposeAsync()
    {
        await Delete();
        if (Directory.Exists(Names))
            Directory.Delete(Names, recursive: true);
    }

    /// <summary>Runs a program on that host to its end.</summary>
    public static async Task Run(params string[] command)
    {
        using var run = Process.Start(new ProcessStartInfo(Through[0], [.. Through[1..], .. command]))!;
        await run.WaitForExitAsync();
    }

    private static async Task Delete()
    {
        // The cable first: the kernel removes a namespace, and what is in it, only after the command has ended.
        await Ip($"link del {Cable}");
        await Ip($"netns del {Name}");
    }

    private static async Task<int> Ip(string arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(Through[0], arguments) { RedirectStandardError = true })!;
        await run.WaitForExitAsync();
        return run.ExitCode;
    }
}
