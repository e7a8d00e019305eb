using Microsoft.Win32.SafeHandles;

namespace Paretune.Training.Commands;

/// <summary>
/// Reads a program's file with the length that it has when it is opened, although the program may write to it meanwhile. Its errors are
/// not an <see cref="IOException"/>, because a store that copies the file would take that for its own.
/// </summary>
internal sealed class FileSnapshot : Stream
{
    private readonly SafeFileHandle _file;
    private readonly string _path;

    private FileSnapshot(string path)
    {
        (_path, _file) = (path, File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete));
        Length = RandomAccess.GetLength(_file);
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }
    public override long Position { get; set; }

    public UnixFileMode Mode => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(_file);
    public DateTimeOffset Written => File.GetLastWriteTimeUtc(_file);

    /// <summary>Returns null if there is no such file any more.</summary>
    /// <exception cref="AttemptEndedException">The file cannot be read.</exception>
    public static FileSnapshot? Open(string path)
    {
        try
        {
            return new(path);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Error(path, problem);
        }
    }

    /// <exception cref="AttemptEndedException">The file cannot be read.</exception>
    public override int Read(Span<byte> buffer)
    {
        var part = buffer[..(int)Math.Min(buffer.Length, Length - Position)];
        int count;
        try
        {
            count = RandomAccess.Read(_file, part, Position);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Error(_path, problem);
        }

        if (count == 0)
        {
            // The program has shortened the file meanwhile.
            part.Clear();
            count = part.Length;
        }

        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }

    private static AttemptEndedException Error(string path, Exception problem) => new(
        AttemptFailure.Threw, $"the program's file {path} cannot be read: {problem.Message} Make it readable for the worker");
}
