using System.Globalization;

namespace Paretune.Storage.Files;

/// <summary>
/// One file of one attempt, at <c>searches/ID/trials/N/attempt-A/name</c> in every store. Only attempt A writes there, so an attempt that
/// has lost its lease cannot overwrite a later one's files. The exception is a test of the attempt's model, which exports that model again,
/// always with the same result.
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

    /// <summary>The folder of all trials' files.</summary>
    internal const string Root = "searches/";

    /// <summary>The trained model of an attempt.</summary>
    public static TrialFile Model(TrialId trial, int attempt) => new(trial, attempt, ModelName);

    /// <summary>The evaluation of the attempt's model on the validation images.</summary>
    public static TrialFile Evaluation(TrialId trial, int attempt) => new(trial, attempt, EvaluationName);

    /// <summary>The most confident mistakes on validation images; missing if there are none.</summary>
    public static TrialFile Mistakes(TrialId trial, int attempt) => new(trial, attempt, MistakesName);

    /// <summary>The model in ONNX format.</summary>
    public static TrialFile Onnx(TrialId trial, int attempt, Precision precision) => new(trial, attempt, NameOf(precision));

    /// <summary>The measurements of the ONNX files: a <see cref="ModelExports"/> as JSON.</summary>
    public static TrialFile Exports(TrialId trial, int attempt) => new(trial, attempt, ExportsName);

    /// <summary>The model card, as Markdown.</summary>
    public static TrialFile Card(TrialId trial, int attempt) => new(trial, attempt, CardName);

    /// <summary>The output of an attempt's program: a <see cref="KeptOutput"/>.</summary>
    public static TrialFile Output(TrialId trial, int attempt) => new(trial, attempt, OutputName);

    /// <summary>The state from which training resumes after an epoch.</summary>
    public static TrialFile Checkpoint(TrialId trial, int attempt, int epoch) =>
        new(trial, attempt, string.Create(CultureInfo.InvariantCulture, $"{EpochBefore}{epoch}{EpochAfter}"));

    /// <summary>Returns the folder of a trial's files; ends with a slash.</summary>
    internal static string FolderOf(TrialId trial) =>
        string.Create(CultureInfo.InvariantCulture, $"{FolderOf(trial.Search)}trials/{trial.Number}/");

    /// <summary>Returns the folder of a search's files; ends with a slash.</summary>
    internal static string FolderOf(SearchId search) => IsId(search.Value)
        ? $"{Root}{search.Value}/"
        : throw new ArgumentException(
            $"a search's id must be up to {MaxIdLength} letters and digits, but is \"{search}\"", nameof(search));

    public string Path => string.Create(CultureInfo.InvariantCulture, $"{FolderOf(Trial)}{AttemptBefore}{Attempt}/{Name}");

    /// <summary>
    /// Whether the file is part of an attempt's result: the model and the files about it, which are kept and swept together.
    /// </summary>
    public bool IsResult => Name is ModelName or EvaluationName or MistakesName or ExportsName or CardName || OnnxNames.Contains(Name);

    /// <summary>Whether the file is a program's output, which says why an attempt failed.</summary>
    public bool IsOutput => Name == OutputName;

    /// <summary>The epoch of a checkpoint; null for other files.</summary>
    public int? Epoch => Number(Name, EpochBefore, EpochAfter);

    /// <summary>Parses a <see cref="Path"/>; null if the file does not belong to a trial.</summary>
    public static TrialFile? Parse(string path)
    {
        if (path.Split('/') is not ["searches", var search, "trials", var trial, var attempt, { Length: > 0 } name] || !IsId(search))
            return null;
        return Number(trial, "", "") is { } number && Number(attempt, AttemptBefore, "") is { } which
            ? new(new(new(search), number), which, name) : null;
    }

    private static string NameOf(Precision precision) =>
        precision == Precision.Fp32 ? $"{OnnxBefore}{OnnxAfter}" : $"{OnnxBefore}-{precision.ToString().ToLowerInvariant()}{OnnxAfter}";

    // An id comes from outside and must never lead out of its folder.
    private static bool IsId(string search) => search.Length is > 0 and <= MaxIdLength && search.All(char.IsAsciiLetterOrDigit);

    private static int? Number(string text, string before, string after) =>
        text.Length > before.Length + after.Length && text.StartsWith(before, StringComparison.Ordinal)
            && text.EndsWith(after, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(before.Length..^after.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
