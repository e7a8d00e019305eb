using System.Globalization;
using System.Net.Http.Headers;

namespace Paretune.EndToEnd.Tests;

/// <summary>A trainer pushed with the console and run by a real worker.</summary>
public sealed class PushTests
{
    [Fact]
    public async Task Trials_that_begin_after_the_next_push_still_train_with_the_version_of_their_search()
    {
        ProgramProcess.NeedPython();
        using var home = new Home();
        var key = ApiKey.Draw();
        var keyFile = Path.Combine(home.Path, "key");
        await File.WriteAllTextAsync(keyFile, key.Text);
        await using var silo = await SiloProcess.Start(
            home, "simulated:1", new Dictionary<string, string> { ["Paretune__AdminKeyHash"] = key.Hash });
        silo.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Text);
        var (folder, go) = (Path.Combine(home.Path, "mine"), Path.Combine(home.Path, "go"));
        Assert.Equal(0, (await ConsoleProcess.Run("trainer", "init", "python", folder)).Code);

        await Push(0.25);
        var before = await silo.Submit(TwoTrials);
        await silo.Until(before, entry => SearchEvents.TypeOf(entry) == "attemptStarted", TimeSpan.FromMinutes(2));
        await Push(0.75);
        var after = await silo.Submit(TwoTrials);
        await File.WriteAllTextAsync(go, "");
        await silo.Ended(before);
        await silo.Ended(after);

        Assert.Equal([0.25, 0.25], (await silo.Trials(before)).Select(trial => trial.Accuracy!.Value));
        Assert.Equal([0.75, 0.75], (await silo.Trials(after)).Select(trial => trial.Accuracy!.Value));

        async Task Push(double accuracy)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "train.py"), string.Create(CultureInfo.InvariantCulture, $"""
                import os, time, paretune
                for trial in paretune.trials():
                    for epoch in trial.epochs():
                        while not os.path.exists({System.Text.Json.JsonSerializer.Serialize(go)}):
                            time.sleep(0.05)
                        trial.report(accuracy={accuracy})
                """));
            var pushed = await ConsoleProcess.Run(
                "trainer", "push", "mine", folder, "--server", silo.Address.OriginalString, "--key-file", keyFile);
            Assert.True(pushed.Code == 0, pushed.Said);
        }
    }

    private static object TwoTrials => new
    {
        trainer = "mine",
        space = new { hyperparameters = new { hidden = new[] { 4, 8 } } },
        epochs = 1,
    };
}
