using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Specs;

/// <summary>Reads which trials are to be trained again, and for how many epochs one is to be trained further.</summary>
public static class TrialsReader
{
    /// <summary>From an object whose key <c>trials</c> may be left out: then none are named.</summary>
    public static (ImmutableArray<int> Trials, ImmutableArray<Fault> Faults) Trials(JsonElement json)
    {
        var faults = new List<Fault>();
        var trials = new Field(json, "", faults).Object(["trials"])["trials"].List(field => field.Whole(1, int.MaxValue));
        return (trials ?? [], [.. faults]);
    }

    /// <summary>From an object with the key <c>epochs</c>.</summary>
    public static (int Epochs, ImmutableArray<Fault> Faults) Epochs(JsonElement json)
    {
        var faults = new List<Fault>();
        var field = new Field(json, "", faults).Object(["epochs"])["epochs"];
        var epochs = field.Whole(1, Changing.MostEpochs);
        if (epochs is null && faults.Count == 0)
            field.Fault("must say for how many more epochs to train, but is missing; write epochs: 10");
        return (epochs ?? 0, [.. faults]);
    }
}
