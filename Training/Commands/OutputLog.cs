using System.Text;
using Paretune.Storage.Files;

namespace Paretune.Training.Commands;

/// <summary>The end of a program's output, held in memory and copied to the store from time to time.</summary>
/// <param name="most">The maximum number of bytes to keep.</param>
internal sealed class OutputLog(int most)
{
    /// <summary>The number of bytes to keep of a program's output, standard error included.</summary>
    public const int Kept = 10_000_000;

    // The number of last lines that are reported when a program fails.
    private const int LastLines = 20;

    private readonly Lock _gate = new();
    private byte[] _ring = new byte[Math.Min(1 << 14, most)];
    private long _written;

    /// <summary>The total number of bytes written.</summary>
    public long Written
    {
        get
        {
            lock (_gate)
                return _written;
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Grow(bytes.Length);
            var skipped = Math.Max(0, bytes.Length - _ring.Length);
            _written += skipped;
            for (var rest = bytes[skipped..]; rest.Length > 0;)
            {
                var at = (int)(_written % _ring.Length);
                var part = Math.Min(rest.Length, _ring.Length - at);
                rest[..part].CopyTo(_ring.AsSpan(at));
                _written += part;
                rest = rest[part..];
            }
        }
    }

    /// <summary>Writes the kept output in the format of <see cref="KeptOutput"/>.</summary>
    public void Write(Stream stream)
    {
        byte[] kept;
        long first;
        lock (_gate)
            (kept, first) = (Last(_ring.Length), Math.Max(0, _written - _ring.Length));
        KeptOutput.Write(stream, first, kept);
    }

    /// <summary>Returns the last lines, at most <paramref name="bytes"/> bytes.</summary>
    public string Tail(int bytes)
    {
        byte[] last;
        lock (_gate)
            last = Last(bytes);
        var lines = Encoding.UTF8.GetString(last).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join('\n', lines.TakeLast(LastLines));
    }

    private byte[] Last(int bytes)
    {
        var count = (int)Math.Min(Math.Min(bytes, _ring.Length), _written);
        var last = new byte[count];
        var from = (int)((_written - count) % _ring.Length);
        var part = Math.Min(count, _ring.Length - from);
        _ring.AsSpan(from, part).CopyTo(last);
        _ring.AsSpan(0, count - part).CopyTo(last.AsSpan(part));
        return last;
    }

    private void Grow(int more)
    {
        if (_written + more <= _ring.Length || _ring.Length == most)
            return;
        var larger = new byte[(int)Math.Min(most, Math.Max(_written + more, 2L * _ring.Length))];
        // Nothing was overwritten yet, so every byte is at its own offset.
        _ring.AsSpan(0, (int)_written).CopyTo(larger);
        _ring = larger;
    }
}
