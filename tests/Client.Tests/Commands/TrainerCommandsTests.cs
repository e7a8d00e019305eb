using System.Text.Json;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Tests.Commands;

public sealed class TrainerCommandsTests
{
    [Fact]
    public async Task Trainers_are_listed_with_what_a_search_may_set_and_a_broken_one_with_what_is_wrong()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("trainer", "list");

        Assert.Equal((0, ""), (run.Code, run.Error));
        var rows = run.Out.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Contains("lines Lines of text", rows);
        Assert.Contains("channels whole, 1 to 512 16", rows);
        Assert.Contains("dropout 0 to 0.9 0.1", rows);
        Assert.Contains("pooling max, mean max", rows);
        var torn = Array.FindIndex(rows, row => row.StartsWith("torn", StringComparison.Ordinal));
        Assert.StartsWith(
            "trainer.yaml: assembly: must name the .dll", string.Join(' ', rows[torn..])["torn ".Length..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_they_are_what_the_server_says()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("trainer", "list", "--output", "json");

        var trainers = JsonSerializer.Deserialize<TrainerReadResult[]>(run.Out, ParetuneJson.Options)!;
        Assert.Equal(
            JsonSerializer.Serialize(server.Trainers, ParetuneJson.Options), JsonSerializer.Serialize(trainers, ParetuneJson.Options));
        Assert.Equal(
            "whole",
            JsonDocument.Parse(run.Out).RootElement[0].GetProperty("declaration").GetProperty("hyperparameters")[0].GetProperty("kind")
                .GetString());
    }

    [Fact]
    public async Task Where_there_is_none_it_says_how_one_gets_there()
    {
        await using var server = await RecordedServer.Start();
        server.Trainers.Clear();

        var table = await server.Run("trainer", "list");
        var json = await server.Run("trainer", "list", "--output", "json");

        Assert.Contains(
            "no trainers; push one (paretune trainer push), or copy it to trainers/NAME in the server's home", table.Out,
            StringComparison.Ordinal);
        Assert.Equal("[]", json.Out.Trim());
    }

    [Fact]
    public async Task A_trainer_in_Python_is_written_whole_and_can_be_used()
    {
        await using var server = await RecordedServer.Start();
        var folder = Path.Combine(Directory.CreateTempSubdirectory("paretune-init-").FullName, "digits");

        var run = await server.Run("trainer", "init", "python", folder);
        var again = await server.Run("trainer", "init", "python", folder);

        Assert.Equal(0, run.Code);
        Assert.Contains("paretune search submit --trainer digits", run.Error, StringComparison.Ordinal);
        Assert.Empty(TrainerReader.Read("digits", File.OpenText(Path.Combine(folder, "trainer.yaml"))).Errors);
        Assert.Equal(
            ["paretune.py", "train.py", "trainer.yaml"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("must be new or empty", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_pushed_without_what_is_hidden_and_the_version_is_told()
    {
        await using var server = await RecordedServer.Start();
        var folder = Directory.CreateTempSubdirectory("paretune-push-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "trainer.yaml"), "command: [./train.sh]\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "train.sh"), "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(folder, "train.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var left in new[] { ".git", "__pycache__" })
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, left)).FullName, "big"), "big");

        var run = await server.Run("trainer", "push", "digits", folder);

        Assert.Equal(0, run.Code);
        Assert.Equal(["train.sh x", "trainer.yaml"], server.Pushed);
        Assert.Contains("without .git, __pycache__", run.Error, StringComparison.Ordinal);
        Assert.Contains("use version 0123456789ab; existing searches keep theirs", run.Error, StringComparison.Ordinal);
        Assert.Contains("digits 0123456789ab", string.Join(' ', run.Out.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task A_folder_without_a_declaration_is_not_sent()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("trainer", "push", "digits", Directory.CreateTempSubdirectory("paretune-push-").FullName);

        Assert.NotEqual(0, run.Code);
        Assert.Contains("FOLDER: must contain trainer.yaml, but", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Pushed);
    }
}
