using System.Collections.Immutable;
using System.CommandLine;
using Paretune.Client.Models;
using Paretune.Client.Submission;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Commands;

/// <summary>The verbs of <c>model</c>. <c>model describe</c> counts a network from its layers and needs no server.</summary>
internal static class ModelCommand
{
    // The input size of the paper.
    private const string DefaultResolution = "224";

    public static Verb[] Create(Shell shell)
    {
        var flags = SearchFlag.OfModel.Select(flag => (Flag: flag, Option: ToOption(flag))).ToArray();
        var classes = new Option<int>("--classes") { Description = "Number of classes.", DefaultValueFactory = _ => 10 };
        var grey = new Option<bool>("--grey") { Description = "Count for images with one channel, as in a greyscale dataset." };
        var verb = new Verb(
            "describe", "Show parameters, MACs, receptive field and the dilated-separable paper's formulas for one configuration. "
                + "Each option takes one value.",
            "paretune model describe --dilation 3", "paretune model describe --dilation 2 --width 0.5 --resolution 0.714 --output json");
        verb.With([.. flags.Select(flag => flag.Option)]).With(classes, grey);
        return [FindRateCommand.Create(shell), shell.Runs(verb, (session, _) =>
        {
            var given = flags.Select(flag => (flag.Flag, Value: session.Get(flag.Option))).Where(flag => flag.Value is not null);
            var ends = NetworkEnds.OfColour(session.Get(classes));
            session.Printer.One(
                Describe([.. given.Select(flag => (flag.Flag, flag.Value!))], session.Get(grey) ? ends with { Channels = 1 } : ends),
                ModelTables.Create);
            return Task.CompletedTask;
        })];
    }

    private static Option<string?> ToOption(SearchFlag flag) => flag.ToOption(
        help: flag.Path == "baseResolution" ? $"{flag.ShortHelp} Default: {DefaultResolution}." : null, isSingle: true);

    private static ModelDescription Describe(ImmutableArray<(SearchFlag Flag, string Value)> given, NetworkEnds ends)
    {
        var spec = One(given, ends.Classes < 1 ? [$"--classes: must be at least 1, but is {ends.Classes}"] : []);
        var point = spec.Space.First.Domains.ToDictionary(one => one.Key, one => one.Value.Values[0]);
        return ModelDescription.From(spec.Networks[0], Configuration.Create(point, hasTrainer: false), spec.BaseResolution, ends);
    }

    /// <summary>Reads one configuration, as a search with a single configuration, so that the reader of searches checks it.</summary>
    /// <param name="others">Other errors of the command line.</param>
    /// <exception cref="CommandException">There are errors, or a flag has several values.</exception>
    public static SearchSpec One(IReadOnlyCollection<(SearchFlag Flag, string Value)> given, IEnumerable<string> others)
    {
        var defaults = new Dictionary<string, string> { ["dataset"] = "any", ["baseResolution"] = DefaultResolution };
        var missing = SearchFlag.All.Where(flag => defaults.ContainsKey(flag.Path) && !given.Any(one => one.Flag == flag));
        var text = SearchText.Read(null, null, [.. missing.Select(flag => (flag, defaults[flag.Path])), .. given]);
        var reading = text.Check(datasets: null, trainers: null);
        List<string> errors = [
            .. text.Describe(reading.Errors),
            .. given.Where(one => one.Value.Contains(',') || one.Value.Contains("..", StringComparison.Ordinal))
                .Select(one => $"{one.Flag.Name}: must be a single value, but is {one.Value}"),
            .. others];
        return errors.Count == 0 ? reading.Spec! : throw CommandException.BadInput(string.Join(Environment.NewLine, errors));
    }
}
