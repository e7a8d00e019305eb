using System.Collections.Immutable;
using Paretune.Client.Api;
using Paretune.Client.Commands;
using Spectre.Console;

namespace Paretune.Client.Reproduction;

/// <summary>
/// Trains the planned searches, all searches of one file at a time, and returns their results. A search whose name already exists is not
/// started again, so an interrupted run resumes.
/// </summary>
internal sealed class Reproducer(Session session)
{
    // An epoch takes seconds at least, and a list of searches costs the server little.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private bool _hasAnswered;

    public async Task<ImmutableArray<MeasuredSearch>> Run(IEnumerable<PlannedSearch> searches, CancellationToken cancellation)
    {
        var measured = ImmutableArray.CreateBuilder<MeasuredSearch>();
        foreach (var file in searches.GroupBy(search => search.File))
        {
            var started = new List<(PlannedSearch Search, SearchId Id)>();
            foreach (var search in file)
                started.Add((search, await Patiently(() => FindOrSubmit(search, cancellation), session.Printer.Note, cancellation)));
            foreach (var ended in (await Ended(file.Key, [.. started.Select(one => one.Id)], cancellation)).Zip(started))
                measured.Add(await Patiently(
                    () => Read(ended.Second.Search, ended.First, cancellation), session.Printer.Note, cancellation));
        }

        return measured.ToImmutable();
    }

    private async Task<SearchId> FindOrSubmit(PlannedSearch planned, CancellationToken cancellation)
    {
        var there = await session.Api.Get<ImmutableArray<SearchView>>("api/searches?archived=all", cancellation);
        if (there.FirstOrDefault(
            search => search.Name == planned.Name && search.State is not (SearchState.Failed or SearchState.Cancelled)) is { } known)
        {
            session.Printer.Note(
                $"{planned.Name} exists already: "
                + $"search {known.Id}, {StateWords.Format(known.State)}"
                + (known.State == SearchState.Paused ? $"; resume it with: paretune search resume {known.Id}" : ""));
            return known.Id;
        }

        var view = await SubmitCommand.Submit(session, planned.Text, cancellation);
        session.Printer.Note($"{planned.Name} submitted: search {view.Id}, {CountText.Work(view)}");
        return view.Id;
    }

    /// <summary>Waits until all searches have ended.</summary>
    /// <exception cref="CommandException">A search did not complete.</exception>
    private async Task<ImmutableArray<SearchView>> Ended(string file, ImmutableArray<SearchId> ids, CancellationToken cancellation)
    {
        var views = session.Terminal.ErrorIsTerminal
            ? await session.Terminal.ErrorConsole().Status().StartAsync(
                file, status => Watch(file, ids, line => status.Status(Markup.Escape(line)), cancellation))
            : await Watch(file, ids, session.Printer.Note, cancellation);
        return views.FirstOrDefault(view => view.State != SearchState.Completed) is not { } other ? views : throw new CommandException(
            ExitCode.Failed,
            $"search {other.Id} ({other.Name}) is {StateWords.Format(other.State)}{(other.Reason is "" ? "" : $": {other.Reason}")}; "
            + "run the same command to start it again");
    }

    private async Task<ImmutableArray<SearchView>> Watch(
        string file, ImmutableArray<SearchId> ids, Action<string> say, CancellationToken cancellation)
    {
        for (var pace = new ReproductionPace(session.Terminal.Clock); ; await Task.Delay(Pace, session.Terminal.Clock, cancellation))
        {
            ImmutableArray<SearchView> views = [
                .. await Patiently(() => Task.WhenAll(ids.Select(id => Show(id, cancellation))), say, cancellation)];
            if (pace.Line(file, views) is { } line)
                say(line);
            if (views.All(view => view.State.IsTerminal))
                return views;
        }
    }

    private Task<SearchView> Show(SearchId id, CancellationToken cancellation) =>
        session.Api.Get<SearchView>(ParetuneApi.PathOf(id), cancellation);

    /// <summary>Repeats a request until a server answers that did so before: a run takes days, and the server may be restarted.</summary>
    private async Task<T> Patiently<T>(Func<Task<T>> request, Action<string> say, CancellationToken cancellation)
    {
        for (var isLost = false; ; await Task.Delay(Pace, session.Terminal.Clock, cancellation))
        {
            try
            {
                var answer = await request();
                if (isLost)
                    say("the server answers again");
                _hasAnswered = true;
                return answer;
            }
            catch (CommandException lost) when (_hasAnswered && lost.Code == ExitCode.Unreachable)
            {
                if (!isLost)
                    say($"{lost.Message}; waiting for the server");
                isLost = true;
            }
        }
    }

    private async Task<MeasuredSearch> Read(PlannedSearch search, SearchView view, CancellationToken cancellation)
    {
        var trials = new List<TrialDetail>();
        foreach (var trial in await session.Api.Get<TrialView[]>($"{ParetuneApi.PathOf(view.Id)}/trials", cancellation))
            trials.Add(await session.Api.Get<TrialDetail>($"{ParetuneApi.PathOf(view.Id)}/trials/{trial.Number}", cancellation));
        return new(search.File, search.Seed, search.Dataset, view, [.. trials]);
    }
}
