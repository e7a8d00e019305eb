using System.Text.Json;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Trials;

/// <summary>The files beside a trial's model; parts are null if the file does not exist.</summary>
/// <param name="WeightBytes">Size of the weights' file.</param>
/// <param name="Unread">Why files could not be read; null if they could.</param>
internal sealed record TrialResults(TrialEvaluation? Evaluation, ModelExports? Exports, long? WeightBytes, string? Unread)
{
    public static TrialResults None { get; } = new(null, null, null, null);

    public static async Task<TrialResults> Read(IFileStore files, TrialId trial, int attempt, CancellationToken cancellation)
    {
        try
        {
            return new(
                await Parsed<TrialEvaluation>(files, TrialFile.Evaluation(trial, attempt), cancellation),
                await Parsed<ModelExports>(files, TrialFile.Exports(trial, attempt), cancellation),
                await Size(files, TrialFile.Model(trial, attempt), cancellation), null);
        }
        catch (Exception away) when (away is IOException or UnauthorizedAccessException or JsonException)
        {
            return None with { Unread = $"The trial's results could not be read: {away.Message}. Reload the page to try again." };
        }
    }

    private static async Task<T?> Parsed<T>(IFileStore files, TrialFile of, CancellationToken cancellation) where T : class
    {
        await using var file = await files.Open(of, cancellation);
        return file is null ? null : await JsonSerializer.DeserializeAsync<T>(file, ParetuneJson.Options, cancellation);
    }

    private static async Task<long?> Size(IFileStore files, TrialFile of, CancellationToken cancellation)
    {
        await using var file = await files.Open(of, cancellation);
        return file?.Length;
    }
}
