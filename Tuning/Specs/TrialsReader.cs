using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Specs;

/// <summary>Reads requests to stop, tag, retry or extend trials.</summary>
public static class TrialsReader
{
    /// <summary>Reads the key <c>trials</c> of an object; empty if the key is left out.</summary>
    public static (ImmutableArray<int> Trials, ImmutableArray<Fault> Faults) Trials(JsonElement json)
    {
        var faults = new List<Fault>();
        var trials = new Field(json, "", faults).Object(["trials"])["trials"].List(field => field.Whole(1, int.MaxValue));
        return (trials ?? [], [.. faults]);
    }

    /// <summary>Reads the key <c>trials</c> of an object, which must list at least one trial.</summary>
    public static (ImmutableArray<int> Trials, ImmutableArray<Fault> Faults) Named(JsonElement json)
    {
        var faults = new List<Fault>();
        return (Named(new Field(json, "", faults).Object(["trials"])), [.. faults]);
    }

    /// <summary>Reads an object with the key <c>trials</c> and <c>addTags</c>, <c>removeTags</c> or both.</summary>
    public static (TrialTags Tags, ImmutableArray<Fault> Faults) Tags(JsonElement json)
    {
        var faults = new List<Fault>();
        var root = new Field(json, "", faults).Object(["trials", "addTags", "removeTags"]);
        var tags = new TrialTags(Named(root), EditReader.Tags(root["addTags"]), EditReader.Tags(root["removeTags"]));
        if (faults.Count == 0 && tags.Add.IsEmpty && tags.Remove.IsEmpty)
            faults.Add(new("", "at least one of addTags, removeTags must have a tag, but neither does"));
        return (tags, [.. faults]);
    }

    /// <summary>Reads an object with the key <c>epochs</c>.</summary>
    public static (int Epochs, ImmutableArray<Fault> Faults) Epochs(JsonElement json)
    {
        var faults = new List<Fault>();
        var field = new Field(json, "", faults).Object(["epochs"])["epochs"];
        var epochs = field.Whole(1, Changing.MostEpochs);
        if (epochs is null && faults.Count == 0)
            field.Fault("is required: how many more epochs to train; write for example epochs: 10");
        return (epochs ?? 0, [.. faults]);
    }

    private static ImmutableArray<int> Named(Fields root)
    {
        var field = root["trials"];
        if (field is { IsGiven: true, IsEmptyList: false })
            return field.List(one => one.Whole(1, int.MaxValue)) ?? [];
        field.Fault("must name at least one trial, but names none; write for example trials: [3, 7]");
        return [];
    }
}

/// <summary>Tags to add to some trials and to remove from them.</summary>
public readonly record struct TrialTags(ImmutableArray<int> Trials, ImmutableArray<string> Add, ImmutableArray<string> Remove);
