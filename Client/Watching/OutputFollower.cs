using System.Globalization;
using System.Text;
using Paretune.Client.Api;

namespace Paretune.Client.Watching;

/// <summary>Prints the output of a trial's program until the trial is no longer running and its program writes nothing more.</summary>
internal sealed class OutputFollower(ParetuneApi api, Terminal terminal)
{
    // A program exits after its last report, which ends its trial, and only then the worker stores what it wrote last.
    private const int QuietReads = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private int _attempt;
    private long _read;

    public async Task Run(string search, int number, CancellationToken cancellation)
    {
        var path = $"{ParetuneApi.PathOf(new(search))}/trials/{number}";
        if (!(await api.Get<SearchView>(ParetuneApi.PathOf(new(search)), cancellation)).Spec.IsCommand)
            throw new CommandException(
                ExitCode.NotFound,
                $"search {search} has no output of programs: only trainers with a command produce output (docs/programs.md); see the "
                + $"curve of the trial with: paretune trial log {search} {number}");
        for (var quiet = 0; ; await Task.Delay(Pause, terminal.Clock, cancellation))
        {
            // Read before the output, which may be complete once the trial is no longer running.
            var trial = (await api.Get<TrialDetail>(path, cancellation)).Trial;
            if (trial.Attempt != _attempt)
                (_attempt, _read) = (trial.Attempt, 0);
            var isNew = _attempt > 0 && await Print($"{path}/output?attempt={_attempt}&after={_read}", cancellation);
            quiet = isNew || trial.State is TrialState.Running or TrialState.Waiting ? 0 : quiet + 1;
            if (quiet == QuietReads)
                return;
        }
    }

    /// <returns>Whether there was anything new.</returns>
    private async Task<bool> Print(string path, CancellationToken cancellation)
    {
        if (await api.Output(path, cancellation) is not { } output)
            return false;
        if (output.Offset > _read && _read > 0)
            await terminal.Error.WriteLineAsync($"({output.Offset - _read} bytes were skipped: they were written faster than they could "
                + "be stored)");
        var text = new char[_decoder.GetCharCount(output.Bytes, flush: false)];
        _decoder.GetChars(output.Bytes, text, flush: false);
        await terminal.Out.WriteAsync(text, cancellation);
        await terminal.Out.FlushAsync(cancellation);
        _read = output.Offset + output.Bytes.Length;
        return output.Bytes.Length > 0;
    }
}

/// <summary>Part of a program's output.</summary>
/// <param name="Offset">Position of the first byte in the whole output.</param>
internal sealed record ProgramOutput(long Offset, byte[] Bytes)
{
    public static async Task<ProgramOutput> Read(HttpResponseMessage response, CancellationToken cancellation) => new(
        response.Headers.TryGetValues("Paretune-Offset", out var offsets)
            && long.TryParse(offsets.First(), CultureInfo.InvariantCulture, out var offset) ? offset : 0,
        await response.Content.ReadAsByteArrayAsync(cancellation));
}
