using System.Collections.Immutable;
using System.Text.Json;

namespace Paretune.Tuning.Specs;

/// <summary>Reads the configurations that are added to a search, and checks each against the search's space.</summary>
public static class AddedTrialsReader
{
    /// <summary>The most configurations of one request.</summary>
    public const int Most = 100;

    private const string TrialsKey = "trials";

    /// <summary>From an object with the key <c>trials</c>; reports all errors together.</summary>
    /// <param name="trainers">The trainers of the server, whose declarations say which numbers are whole.</param>
    public static (ImmutableArray<GivenTrial> Trials, ImmutableArray<ValidationError> Errors) Read(
        JsonElement json, SearchSpec search, IReadOnlyCollection<TrainerReadResult> trainers)
    {
        var errors = new List<ValidationError>();
        var field = new Field(json, "", errors).Object([TrialsKey])[TrialsKey];
        if (!field.IsList || field.IsEmptyList)
            field.AddError(
                $"must list at least one configuration, but is {(field.IsEmptyList ? "empty" : field.Got)}; write "
                + $"{TrialsKey}: [{{ \"width\": 0.5 }}] with the hyperparameters that the search's space leaves open");
        if (errors.Count > 0)
            return ([], [.. errors]);
        var list = json.GetProperty(TrialsKey);
        if (list.GetArrayLength() > Most)
        {
            field.AddError($"must list at most {Most} configurations, but lists {list.GetArrayLength()}; add them in several requests");
            return ([], [.. errors]);
        }

        var reader = new AddedTrialReader(search, trainers.FirstOrDefault(known => known.Name == search.Trainer)?.Declaration);
        ImmutableArray<GivenTrial?> trials =
            [.. list.EnumerateArray().Index().Select(one => reader.Read(one.Item, $"{TrialsKey}[{one.Index}]", errors))];
        return errors.Count == 0 ? ([.. trials.Select(trial => trial!)], []) : ([], [.. errors]);
    }
}
