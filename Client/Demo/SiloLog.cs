namespace Paretune.Client.Demo;

/// <summary>The silo's log, in a file in its home; the last lines are kept for error messages.</summary>
internal sealed class SiloLog : IDisposable
{
    private const int Kept = 50;

    private readonly Lock _gate = new();
    private readonly Queue<string> _last = [];
    private readonly StreamWriter _file;
    private bool _isClosed;

    private SiloLog(string path)
    {
        Path = path;
        _file = new(path, append: false) { AutoFlush = true };
    }

    public string Path { get; }

    /// <exception cref="CommandException">The home cannot be written.</exception>
    public static SiloLog Open(string home)
    {
        try
        {
            Directory.CreateDirectory(home);
            return new(System.IO.Path.Combine(home, "silo.log"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"--home: must be a writable folder, but {home} is not: {e.Message}");
        }
    }

    public void Write(string? line)
    {
        lock (_gate)
        {
            if (line is null || _isClosed)
                return;
            _file.WriteLine(line);
            _last.Enqueue(line);
            if (_last.Count > Kept)
                _last.Dequeue();
        }
    }

    public IReadOnlyList<string> Tail(int lines)
    {
        lock (_gate)
            return [.. _last.TakeLast(lines)];
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _file.Dispose();
        }
    }
}
