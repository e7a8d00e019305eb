using System.Globalization;

namespace Paretune.Storage.Files;

/// <summary>
/// One file of one attempt, at <c>searches/ID/trials/N/attempt-A/name</c> wherever files are kept. Only attempt A writes there, so an
/// attempt that has lost its lease cannot overwrite what a later one wrote; but for a test of its model, which exports that model again,
/// always the same.
/// </summary>
public readonly record struct TrialFile(TrialId Trial, int Attempt, string Name)
{
    private const int MaxIdLength = 64;
    private const string ModelName = "model.safetensors", EvaluationName = "evaluation.json", MistakesName = "mistakes.png",
        ExportsName = "exports.json",
        CardName = "model-card.md", OutputName = "output.log";
    private const string OnnxBefore = "model", OnnxAfter = ".onnx";
    private static readonly string[] OnnxNames = [.. Enum.GetValues<Precision>().Select(NameOf)];
    private const string EpochBefore = "epoch-", EpochAfter = ".ckpt", AttemptBefore = "attempt-";

    /// <summary>Where all trials' files lie.</summary>
    internal const string Root = "searches/";

    /// <summary>The model an attempt leaves.</summary>
    public static TrialFile Model(TrialId trial, int attempt) => new(trial, attempt, ModelName);

    /// <summary>That model's evaluation on the validation images.</summary>
    public static TrialFile Evaluation(TrialId trial, int attempt) => new(trial, attempt, EvaluationName);

    /// <summary>The most confident mistakes on validation images; missing if there are none.</summary>
    public static TrialFile Mistakes(TrialId trial, int attempt) => new(trial, attempt, MistakesName);

    /// <summary>The model as ONNX.</summary>
    public static TrialFile Onnx(TrialId trial, int attempt, Precision precision) => new(trial, attempt, NameOf(precision));

    /// <summary>What the ONNX files turned out to be: a <see cref="ModelExports"/> as JSON.</summary>
    public static TrialFile Exports(TrialId trial, int attempt) => new(trial, attempt, ExportsName);

    /// <summary>The model card, as Markdown.</summary>
    public static TrialFile Card(TrialId trial, int attempt) => new(trial, attempt, CardName);

    /// <summary>What the program of an attempt wrote: a <see cref="KeptOutput"/>.</summary>
    public static TrialFile Output(TrialId trial, int attempt) => new(trial, attempt, OutputName);

    /// <summary>What training needs to resume after an epoch.</summary>
    public static TrialFile Checkpoint(TrialId trial, int attempt, int epoch) =>
        new(trial, attempt, string.Create(CultureInfo.InvariantCulture, $"{EpochBefore}{epoch}{EpochAfter}"));

    /// <summary>Where a trial's files lie; ends with a slash.</summary>
    internal static string FolderOf(TrialId trial) => IsId(trial.Search.Value)
        ? string.Create(CultureInfo.InvariantCulture, $"{Root}{trial.Search.Value}/trials/{trial.Number}/")
        : throw new ArgumentException(
            $"a search's id must be up to {MaxIdLength} letters and digits, but is \"{trial.Search}\"", nameof(trial));

    public string Path => string.Create(CultureInfo.InvariantCulture, $"{FolderOf(Trial)}{AttemptBefore}{Attempt}/{Name}");

    /// <summary>Whether this is what an attempt leaves for its users: the model and what goes with it, kept and swept together.</summary>
    public bool IsResult => Name is ModelName or EvaluationName or MistakesName or ExportsName or CardName || OnnxNames.Contains(Name);

    /// <summary>Whether this is what a program wrote, which says why an attempt failed.</summary>
    public bool IsOutput => Name == OutputName;

    /// <summary>The epoch this is the checkpoint of; null for anything else.</summary>
    public int? Epoch => Number(Name, EpochBefore, EpochAfter);

    /// <summary>Reads what <see cref="Path"/> gave; null for a file that is no trial's.</summary>
    public static TrialFile? Parse(string path)
    {
        if (path.Split('/') is not ["searches", var search, "trials", var trial, var attempt, { Length: > 0 } name] || !IsId(search))
            return null;
        return Number(trial, "", "") is { } number && Number(attempt, AttemptBefore, "") is { } which
            ? new(new(new(search), number), which, name) : null;
    }

    private static string NameOf(Precision precision) =>
        precision == Precision.Fp32 ? $"{OnnxBefore}{OnnxAfter}" : $"{OnnxBefore}-{precision.ToString().ToLowerInvariant()}{OnnxAfter}";

    // An id comes from outside, so make sure that it never leads out of its folder.
    private static bool IsId(string search) => search.Length is > 0 and <= MaxIdLength && search.All(char.IsAsciiLetterOrDigit);

    private static int? Number(string text, string before, string after) =>
        text.Length > before.Length + after.Length && text.StartsWith(before, StringComparison.Ordinal)
            && text.EndsWith(after, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(before.Length..^after.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
