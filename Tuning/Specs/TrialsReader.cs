using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Specs;

/// <summary>Reads requests to stop, tag, retry or extend trials.</summary>
public static class TrialsReader
{
    /// <summary>Reads the key <c>trials</c> of an object; empty if the key is left out.</summary>
    public static (ImmutableArray<int> Trials, ImmutableArray<ValidationError> Errors) Trials(JsonElement json)
    {
        var errors = new List<ValidationError>();
        var trials = new Field(json, "", errors).Object(["trials"])["trials"].List(field => field.Whole(1, int.MaxValue));
        return (trials ?? [], [.. errors]);
    }

    /// <summary>Reads the key <c>trials</c> of an object, which must list at least one trial.</summary>
    public static (ImmutableArray<int> Trials, ImmutableArray<ValidationError> Errors) Named(JsonElement json)
    {
        var errors = new List<ValidationError>();
        return (Named(new Field(json, "", errors).Object(["trials"])), [.. errors]);
    }

    /// <summary>Reads an object with the key <c>trials</c> and <c>addTags</c>, <c>removeTags</c> or both.</summary>
    public static (TrialTags Tags, ImmutableArray<ValidationError> Errors) Tags(JsonElement json)
    {
        var errors = new List<ValidationError>();
        var root = new Field(json, "", errors).Object(["trials", "addTags", "removeTags"]);
        var tags = new TrialTags(Named(root), EditReader.Tags(root["addTags"]), EditReader.Tags(root["removeTags"]));
        if (errors.Count == 0 && tags.Add.IsEmpty && tags.Remove.IsEmpty)
            errors.Add(new("", "at least one of addTags, removeTags must have a tag, but neither does"));
        return (tags, [.. errors]);
    }

    /// <summary>Reads an object with the key <c>epochs</c>.</summary>
    public static (int Epochs, ImmutableArray<ValidationError> Errors) Epochs(JsonElement json)
    {
        var errors = new List<ValidationError>();
        var field = new Field(json, "", errors).Object(["epochs"])["epochs"];
        var epochs = field.Whole(1, UserChanges.MostEpochs);
        if (epochs is null && errors.Count == 0)
            field.AddError("is required: how many more epochs to train; write for example epochs: 10");
        return (epochs ?? 0, [.. errors]);
    }

    private static ImmutableArray<int> Named(Fields root)
    {
        var field = root["trials"];
        if (field is { IsGiven: true, IsEmptyList: false })
            return field.List(one => one.Whole(1, int.MaxValue)) ?? [];
        field.AddError("must name at least one trial, but names none; write for example trials: [3, 7]");
        return [];
    }
}

/// <summary>Tags to add to some trials and to remove from them.</summary>
public readonly record struct TrialTags(ImmutableArray<int> Trials, ImmutableArray<string> Add, ImmutableArray<string> Remove);
