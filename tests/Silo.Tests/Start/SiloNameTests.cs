using Paretune.Silo.Start;

namespace Paretune.Silo.Tests.Start;

public sealed class SiloNameTests
{
    [Theory]
    [InlineData(SiloRole.Worker, "")]
    [InlineData(SiloRole.Control, "control-")]
    [InlineData(SiloRole.Dashboard, "dashboard-")]
    public void Processes_of_one_machine_get_different_names_and_a_name_that_was_let_go_is_given_again(SiloRole role, string kind)
    {
        var home = Directory.CreateTempSubdirectory("paretune").FullName;
        var options = new SiloOptions { Role = role };
        using var first = SiloName.Take(options, home);
        var second = SiloName.Take(options, home);
        second.Dispose();

        using var again = SiloName.Take(options, home);

        var id = File.ReadAllText(Path.Combine(home, "workers", "id"));
        Assert.Matches("^[a-z]{6}$", id);
        var name = $"{Environment.MachineName}-{id}-{kind}";
        Assert.Equal([$"{name}1", $"{name}2", $"{name}2"], [first.Value, second.Value, again.Value]);
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public void Processes_with_different_homes_get_different_names_though_their_machines_have_one()
    {
        var homes = (DirectoryInfo[])[Directory.CreateTempSubdirectory("paretune"), Directory.CreateTempSubdirectory("paretune")];
        var options = new SiloOptions { Role = SiloRole.Worker };
        Directory.CreateDirectory(Path.Combine(homes[0].FullName, "workers"));
        // As a power failure may leave it.
        File.WriteAllText(Path.Combine(homes[0].FullName, "workers", "id"), "");

        using var first = SiloName.Take(options, homes[0].FullName);
        using var second = SiloName.Take(options, homes[1].FullName);

        Assert.NotEqual(first.Value, second.Value);
        Assert.Equal(second.Value.Length, first.Value.Length);
        Array.ForEach(homes, home => home.Delete(recursive: true));
    }
}
