using System.Diagnostics;

namespace Paretune.Silo.Tests.Start;

public sealed class ExitCodeTests
{
    private static readonly string SiloAssembly = Path.Combine(AppContext.BaseDirectory, "Paretune.Silo.dll");

    [Fact]
    public async Task A_silo_that_cannot_start_says_why_without_a_stack_trace_and_exits_with_2()
    {
        string[] arguments = [SiloAssembly, "--Paretune:Devices", "gpu", "--Paretune:Threads", "0"];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };

        using var silo = Process.Start(start)!;
        var said = await silo.StandardError.ReadToEndAsync();
        await silo.WaitForExitAsync();

        Assert.Equal(2, silo.ExitCode);
        Assert.Equal(2, said.Trim().Split('\n').Length);
        Assert.Contains("Paretune:Devices", said, StringComparison.Ordinal);
        Assert.Contains("Paretune:Threads", said, StringComparison.Ordinal);
    }
}
