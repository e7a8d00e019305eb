using System.CommandLine;
using Paretune.Client.Api;
using Paretune.Client.Demo;
using Paretune.Client.Submission;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Commands;

/// <summary>
/// <c>demo</c>: starts a silo, runs a search on the built-in dataset, and shows the front and the model files, all with one command.
/// </summary>
internal static class DemoCommand
{
    public static Verb Create(Shell shell)
    {
        var home = new Option<string?>("--home")
        {
            Description = "Folder for ledger, data and models. Default: paretune/demo in the user's data folder.",
            HelpName = "folder"
        };
        var verb = new Verb(
            "demo", "Start a silo, search the built-in dataset, show the front, stop the silo.", "paretune demo",
            "paretune demo --home ./demo").With(home);
        return shell.Runs(verb, async (session, cancellation) =>
        {
            var folder = Path.GetFullPath(session.Get(home) ?? DefaultHome());
            var program = await SiloProgram.Find(session.Terminal, cancellation);
            await using var silo = await SiloProcess.Start(program, folder, session.Terminal, cancellation);
            using var inner = new Session(session.Terminal, session.Parse, silo.Address, session.Credential, session.Printer);
            return await Run(inner, folder, cancellation);
        });
    }

    private static async Task<ExitCode> Run(Session session, string home, CancellationToken cancellation)
    {
        var view = await SubmitCommand.Submit(session, SearchText.Read(null, null, DemoSearch.Flags), cancellation);
        session.Printer.Note(
            $"search {view.Id} submitted: {CountText.Work(view)}; page and API at {session.Api.Server}");
        var code = await new Watching.SearchWatch(session.Api, session.Terminal, session.Printer).Run(view.Id, cancellation);
        foreach (var trial in (await session.Api.Get<FrontView>($"{ParetuneApi.PathOf(view.Id)}/front", cancellation)).Trials)
            session.Printer.Note($"model of trial {trial.Number}, {Formatter.Percent(trial.Accuracy)}: {ModelFile(home, view.Id, trial)}");
        return code;
    }

    private static string ModelFile(string home, SearchId search, TrialView trial) =>
        Path.Combine(home, "searches", search.Value, "trials", $"{trial.Number}", $"attempt-{trial.Attempt}", "model.safetensors");

    private static string DefaultHome() =>
        Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "paretune",
            "demo");
}
