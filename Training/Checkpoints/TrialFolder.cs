using System.Globalization;

namespace Paretune.Training.Checkpoints;

/// <summary>Where a trial's files lie: <c>searches/ID/trials/N/attempt-A</c> under the home folder. Only attempt A writes there.</summary>
public sealed class TrialFolder(string home, TrialId trial)
{
    private const int MaxIdLength = 64;
    private const string ModelName = "model.safetensors";

    private string Path { get; } = System.IO.Path.Combine(
        home, "searches", Name(trial.Search), "trials", trial.Number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where an attempt writes its model.</summary>
    public string Model(int attempt) => System.IO.Path.Combine(Attempt(attempt), ModelName);

    /// <summary>The model of the newest attempt that has one, or null.</summary>
    public string? NewestModel() => Attempts().Select(Model).FirstOrDefault(File.Exists);

    internal string Attempt(int attempt) => System.IO.Path.Combine(Path, $"attempt-{attempt}");

    internal string Checkpoint(int attempt, int epoch) => System.IO.Path.Combine(Attempt(attempt), $"epoch-{epoch}.ckpt");

    /// <summary>Attempts that left something, newest first.</summary>
    internal IEnumerable<int> Attempts() => Numbers(Path, "attempt-", "");

    /// <summary>Epochs an attempt has checkpoints of, newest first.</summary>
    internal IEnumerable<int> Epochs(int attempt) => Numbers(Attempt(attempt), "epoch-", ".ckpt");

    /// <summary>An id comes from outside: whatever it was let through by, it never leads out of its folder.</summary>
    private static string Name(SearchId search) => search.Value.Length is > 0 and <= MaxIdLength && search.Value.All(char.IsAsciiLetterOrDigit)
        ? search.Value
        : throw new ArgumentException($"a search's id must be up to {MaxIdLength} letters and digits, but is \"{search}\"", nameof(search));

    private static IEnumerable<int> Numbers(string folder, string before, string after)
    {
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateFileSystemEntries(folder, $"{before}*{after}")
            .Select(entry => System.IO.Path.GetFileName(entry)[before.Length..^after.Length])
            .Where(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture))
            .OrderDescending();
    }
}
