using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Paretune.Tuning.Programs;
using Paretune.Tuning.Specs;

namespace Paretune.Training.Commands;

/// <summary>
/// Finds the reports in the standard output of a program that cannot be changed: lines that are JSON objects with <c>accuracy</c>. The keys
/// of a report and the metrics of its trainer are read; others are ignored.
/// </summary>
internal sealed partial class StdoutReports(ProgramAttempt attempt)
{
    // Longer lines are not reports; reading them would only use memory.
    private const int LongestLine = 1 << 20;

    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _isTooLong;
    private int _epoch = attempt.Checkpoint;

    /// <summary>Reads more of the output. Waits for the answer to each report, which blocks the program meanwhile.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Keep(bytes[..end]);
            Read();
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    /// <summary>Ends the output; the last line may lack a line break.</summary>
    public void End() => Read();

    private void Keep(ReadOnlySpan<byte> part)
    {
        _isTooLong |= _line.WrittenCount + part.Length > LongestLine;
        if (!_isTooLong)
            _line.Write(part);
    }

    private void Read()
    {
        var text = _isTooLong ? "" : Encoding.UTF8.GetString(_line.WrittenSpan).Trim();
        _line.ResetWrittenCount();
        _isTooLong = false;
        if (!text.StartsWith('{') || Parse(text) is not { } said)
            return;
        var reading = SignalReader.Read(said, attempt.Trial);
        Signal signal = reading.Signal is { } report && attempt.WhyNot(report) is not { } error ? report : End(reading, text);
        if (signal is Report { Epoch: var epoch })
            _epoch = epoch;
        attempt.Tell(signal).GetAwaiter().GetResult();
    }

    /// <summary>Ends the attempt after an invalid report, because such a program cannot receive an error.</summary>
    private AttemptEnd End(SignalReadResult reading, string text) => new()
    {
        Trial = attempt.Trial,
        Attempt = attempt.Lease.Attempt,
        Failure = AttemptFailure.Threw,
        Message = $"standard output has a report that cannot be accepted: {WhyNot(reading)}; it was {Spelling.Shortened(text)}",
    };

    private string? WhyNot(SignalReadResult reading) => reading.Signal is { } report
        ? attempt.WhyNot(report) : string.Join("; ", reading.Errors.Select(error => $"{error.Field}: {error.Message}"));

    /// <summary>Returns the report in a line; null if the line is not one.</summary>
    private JsonElement? Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(NotANumber().Replace(text, "$1\"$2\""));
            return json.RootElement.TryGetProperty("accuracy", out var accuracy) && accuracy.ValueKind != JsonValueKind.Null
                ? Report(json.RootElement) : null;
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair, which is no text.
            return null;
        }
    }

    /// <summary>Of a key that is repeated, the last value counts, as in Python and JavaScript.</summary>
    private JsonElement Report(JsonElement said)
    {
        var report = new Dictionary<string, object>
        {
            ["kind"] = "report",
            ["attempt"] = attempt.Lease.Attempt,
            ["epoch"] = _epoch + 1,
        };
        var own = new Dictionary<string, object>();
        foreach (var property in said.EnumerateObject())
            if (attempt.Lease.Job.Metrics?.ContainsKey(property.Name) == true)
                own[property.Name] = property.Value;
            else if (SignalReader.OfEpoch.Contains(property.Name))
                report[property.Name] = property.Value;
        if (own.Count > 0)
            report["metrics"] = own;
        return JsonSerializer.SerializeToElement(report);
    }

    // Python's json writes these values although JSON does not have them.
    [GeneratedRegex(@"([:\[,]\s*)(NaN|-?Infinity)(?=\s*[,}\]])")]
    private static partial Regex NotANumber();
}
