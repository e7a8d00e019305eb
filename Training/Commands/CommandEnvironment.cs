using System.Collections;
using System.Globalization;
using System.Text.Json;
using Paretune.Tuning.Programs;

namespace Paretune.Training.Commands;

/// <summary>
/// Creates the environment of a command: the variables of the worker that programs need, from a fixed list, and the trial to train. Nothing
/// else of the worker's environment is passed on, especially no secrets.
/// </summary>
internal static class CommandEnvironment
{
    private static readonly string[] Handed =
        ["PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "VIRTUAL_ENV"];
    private const string Locale = "LC_";
    private const string Gpu = "cuda";

    /// <param name="from">The worker's environment.</param>
    public static List<string> Create(
        ProgramAttempt attempt, CommandPlace place, Uri server, AttemptFolder folder, IReadOnlyDictionary<string, string?> from)
    {
        var job = attempt.Lease.Job;
        var all = new Dictionary<string, string>
        {
            ["PARETUNE_URL"] = server.OriginalString,
            ["PARETUNE_SEARCH"] = attempt.Trial.Search.Value,
            ["PARETUNE_KEY"] = attempt.Token,
            ["PARETUNE_TRIAL"] = Text(attempt.Trial.Number),
            ["PARETUNE_CONFIGURATION"] = folder.Configuration,
            ["PARETUNE_CHECKPOINT"] = folder.Checkpoint,
            ["PARETUNE_MODEL"] = folder.Model,
            ["PARETUNE_SEED"] = Text(ProgramJob.SeedOf(job)),
            ["PARETUNE_EPOCHS"] = Text(job.Epochs),
            ["PARETUNE_EPOCH"] = Text(attempt.Checkpoint),
            // Always 0, because the program sees only its own GPU.
            ["PARETUNE_DEVICE"] = place.Device.StartsWith(Gpu, StringComparison.Ordinal) ? $"{Gpu}:0" : "cpu",
            ["PARETUNE_MICRO_BATCHES"] = Text(attempt.Lease.MicroBatchDivisor),
            ["CUDA_VISIBLE_DEVICES"] = VisibleGpu(place.Device, from.GetValueOrDefault("CUDA_VISIBLE_DEVICES")),
            ["OMP_NUM_THREADS"] = Text(place.Threads),
            // Without this, a script's output arrives late, in blocks.
            ["PYTHONUNBUFFERED"] = "1",
        };
        foreach (var (name, value) in from)
            if (value is not null && (Handed.Contains(name) || name.StartsWith(Locale, StringComparison.Ordinal)))
                all[name] = value;
        return [.. all.Select(one => $"{one.Key}={one.Value}")];
    }

    /// <summary>Returns the environment of this process.</summary>
    public static Dictionary<string, string?> Worker() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(one => (string)one.Key, one => (string?)one.Value);

    public static string ConfigurationOf(Job job) =>
        JsonSerializer.Serialize(ProgramJob.ConfigurationOf(job.Configuration), ParetuneJson.Options);

    /// <summary>Returns the visible GPU of a device, counted in the worker's own list of visible GPUs; none on a CPU.</summary>
    internal static string VisibleGpu(string device, string? visible)
    {
        if (device.Split(':') is not [Gpu, var text] || !int.TryParse(text, CultureInfo.InvariantCulture, out var index))
            return "";
        return visible?.Split(',', StringSplitOptions.TrimEntries) is { } listed && index < listed.Length ? listed[index] : text;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where commands are run.</summary>
/// <param name="Device">Such as <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Threads">CPU threads of one attempt.</param>
public sealed record CommandPlace(string Device, int Threads);
