using System.Collections.Immutable;
using System.Text;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Trials;

/// <summary>The end of a program's output, updated while the program writes.</summary>
internal sealed class OutputTail(IFileStore files, TrialId trial)
{
    /// <summary>The maximum bytes that are kept and shown; the file may have 10 MB.</summary>
    public const int Most = 64 * 1024;

    private Decoder _decoder = Encoding.UTF8.GetDecoder();
    private int _attempt;
    private long _read;

    /// <summary>The output of the newest attempt, in order.</summary>
    public ImmutableArray<OutputPart> Parts { get; private set; } = [];

    /// <summary>Whether earlier output was dropped.</summary>
    public bool IsCut => Parts is [var first, ..] && first.Offset > 0;

    /// <summary>Reads what an attempt has written since the last call.</summary>
    /// <returns>Whether there is new output, or a new attempt began.</returns>
    /// <exception cref="IOException">The output cannot be read at present.</exception>
    public async Task<bool> Read(int attempt, CancellationToken cancellation)
    {
        var isNew = attempt != _attempt;
        if (isNew)
            (_attempt, _read, _decoder, Parts) = (attempt, 0, Encoding.UTF8.GetDecoder(), []);
        if (await files.Open(TrialFile.Output(trial, attempt), cancellation) is not { } file)
            return isNew;
        await using (file)
        {
            var end = await KeptOutput.Seek(file, long.MaxValue, cancellation);
            file.Position = 0;
            var at = await KeptOutput.Seek(file, Math.Max(_read, end - Most), cancellation);
            var bytes = new byte[end - at];
            await file.ReadExactlyAsync(bytes, cancellation);
            if (bytes.Length == 0)
                return isNew;
            Add(at, bytes);
        }

        return true;
    }

    private void Add(long at, byte[] bytes)
    {
        var from = 0;
        if (at > _read)
        {
            // Bytes in between were skipped, so the text may start inside a line or a character.
            (_decoder, Parts) = (Encoding.UTF8.GetDecoder(), []);
            from = Array.IndexOf(bytes, (byte)'\n') + 1;
        }

        var text = new char[_decoder.GetCharCount(bytes.AsSpan(from), flush: false)];
        _decoder.GetChars(bytes.AsSpan(from), text, flush: false);
        _read = at + bytes.Length;
        Parts = [.. Parts.SkipWhile(part => part.Offset + Most < _read), new(at + from, new(text))];
    }
}

/// <summary>A part of the output.</summary>
/// <param name="Offset">Position of the part's first byte in the whole output.</param>
internal readonly record struct OutputPart(long Offset, string Text);
