using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Silo.Start;

namespace Paretune.Silo.Tests.Start;

public sealed class SessionKeysTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("paretune").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void A_process_that_is_started_again_knows_the_sessions_of_the_one_before()
    {
        var before = Sessions(_home).Protect("ann");

        Assert.Equal("ann", Sessions(_home).Unprotect(before));
    }

    [Fact]
    public void Nobody_else_of_the_machine_can_read_the_keys()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home, "session-keys"));
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

        Sessions(_home).Protect("ann");

        Assert.NotEmpty(folder.GetFiles("key-*.xml"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(folder.FullName).UnixFileMode);
    }

    [Fact]
    public void A_folder_that_cannot_be_is_named()
    {
        File.WriteAllText(Path.Combine(_home, "session-keys"), "not a folder");

        var refused = Assert.Throws<StartupException>(() => Sessions(_home));

        Assert.Contains(Path.Combine(_home, "session-keys"), refused.Message, StringComparison.Ordinal);
    }

    private static IDataProtector Sessions(string home) =>
        new ServiceCollection().AddSessionKeys(home).BuildServiceProvider().GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("session");
}
