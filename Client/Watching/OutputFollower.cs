using System.Globalization;
using System.Text;
using Paretune.Client.Api;

namespace Paretune.Client.Watching;

/// <summary>Prints the output of a trial's program until the trial is no longer running and its program has had time to exit.</summary>
internal sealed class OutputFollower(ParetuneApi api, Terminal terminal)
{
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
        for (int? left = null; ; await Task.Delay(Pause, terminal.Clock, cancellation))
        {
            var detail = await api.Get<TrialDetail>(path, cancellation);
            if (detail.Trial.Attempt != _attempt)
            {
                // The last lines of an attempt that failed usually tell why.
                await Print(path, cancellation);
                (_attempt, _read) = (detail.Trial.Attempt, 0);
                _decoder.Reset();
            }

            await Print(path, cancellation);
            if (detail.Trial.State is TrialState.Running or TrialState.Waiting)
                left = null;
            else if ((left = left - 1 ?? await MoreReads(detail)) <= 0)
                return;
        }
    }

    /// <summary>Returns how many times the output of an ended trial should be read again.</summary>
    private async Task<int> MoreReads(TrialDetail detail)
    {
        var since = terminal.Clock.GetUtcNow() - detail.Attempts.LastOrDefault()?.EndedAt;
        var left = (int)Math.Clamp((TrainerCommand.LastOutput - since ?? TimeSpan.Zero) / Pause, 0, TrainerCommand.LastOutput / Pause);
        if (left > 0)
            await terminal.Error.WriteLineAsync($"(the trial has ended; its program may take {left} s to write its last output)");
        return left;
    }

    private async Task Print(string trial, CancellationToken cancellation)
    {
        if (_attempt == 0)
            return;
        var path = $"{trial}/output?attempt={_attempt}&after={_read}";
        if (await api.Output(path, cancellation) is not { } output)
            return;
        if (output.Offset > _read && _read > 0)
            await terminal.Error.WriteLineAsync($"({output.Offset - _read} bytes were skipped: they were written faster than they could "
                + "be stored)");
        var text = new char[_decoder.GetCharCount(output.Bytes, flush: false)];
        _decoder.GetChars(output.Bytes, text, flush: false);
        await terminal.Out.WriteAsync(text, cancellation);
        await terminal.Out.FlushAsync(cancellation);
        _read = output.Offset + output.Bytes.Length;
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
