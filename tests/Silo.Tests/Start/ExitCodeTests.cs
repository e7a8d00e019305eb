using System.Diagnostics;

namespace Paretune.Silo.Tests.Start;

public sealed class ExitCodeTests
{
    [Fact]
    public async Task A_silo_that_cannot_start_says_why_without_a_stack_trace_and_exits_with_2()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Paretune.Silo.dll"), "--Paretune:Devices", "gpu", "--Paretune:Threads", "0" })
            start.ArgumentList.Add(argument);

        using var silo = Process.Start(start)!;
        var said = await silo.StandardError.ReadToEndAsync();
        await silo.WaitForExitAsync();

        Assert.Equal(2, silo.ExitCode);
        Assert.Equal(2, said.Trim().Split('\n').Length);
        Assert.Contains("Paretune:Devices", said, StringComparison.Ordinal);
        Assert.Contains("Paretune:Threads", said, StringComparison.Ordinal);
    }
}
