namespace Paretune.Client.Api;

/// <summary>The content of an upload: an archive is sent unchanged, a folder is packed while it is sent.</summary>
internal static class Upload
{
    private static readonly (string Ending, string Type)[] Archives =
    [
        (".tar.gz", "application/gzip"), (".tgz", "application/gzip"), (".tar", "application/x-tar"), (".zip", "application/zip"),
    ];

    /// <summary>Returns the number of bytes that are read during the upload.</summary>
    /// <exception cref="CommandException">The archive or folder does not exist, or cannot be read.</exception>
    public static long SizeOf(string path) => Reading(
        path, () => Directory.Exists(path) ? FolderPack.Size(path) : new FileInfo(Archive(path).Path).Length);

    /// <param name="read">Receives the number of bytes of each read.</param>
    /// <inheritdoc cref="SizeOf"/>
    public static HttpContent Create(string path, IProgress<long> read) => Reading<HttpContent>(path, () =>
    {
        if (Directory.Exists(path))
            return new FolderUpload(path, read);
        var (file, type) = Archive(path);
        return new StreamContent(new ProgressStream(File.OpenRead(file), read)) { Headers = { ContentType = new(type) } };
    });

    private static (string Path, string Type) Archive(string path)
    {
        var type = Archives.FirstOrDefault(archive => path.EndsWith(archive.Ending, StringComparison.OrdinalIgnoreCase)).Type;
        return type is not null && File.Exists(path) ? (path, type) : throw CommandException.BadInput(
            $"{path}: must be a folder or a {string.Join(", ", Archives.Select(archive => archive.Ending))} file, but "
            + $"{(File.Exists(path) ? "is another kind of file" : "does not exist")}");
    }

    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput(
                $"{path}: must be readable, but is not: {e.Message.TrimEnd('.')}; check the file and its permissions");
        }
    }
}
