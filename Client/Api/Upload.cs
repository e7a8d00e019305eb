namespace Paretune.Client.Api;

/// <summary>An archive on its way to the server: a file as it is, a folder packed while it is sent.</summary>
internal static class Upload
{
    private static readonly (string Ending, string Type)[] Archives =
    [
        (".tar.gz", "application/gzip"), (".tgz", "application/gzip"), (".tar", "application/x-tar"), (".zip", "application/zip"),
    ];

    /// <param name="say">Told what is being sent.</param>
    /// <exception cref="Refusal">There is no such archive or folder, or it cannot be read.</exception>
    public static HttpContent Of(string path, Action<string> say)
    {
        if (Directory.Exists(path))
        {
            say($"packing and sending the folder {path}");
            return new FolderUpload(path);
        }

        var type = Archives.FirstOrDefault(archive => path.EndsWith(archive.Ending, StringComparison.OrdinalIgnoreCase)).Type;
        if (type is null || !File.Exists(path))
            throw Refusal.BadInput(
                $"{path}: must be a folder or a {string.Join(", ", Archives.Select(archive => archive.Ending))} file, but "
                + $"is {(File.Exists(path) ? "another file" : "not there")}");
        try
        {
            var file = File.OpenRead(path);
            say($"sending {path}, {file.Length / 1e6:0.0} MB");
            return new StreamContent(file) { Headers = { ContentType = new(type) } };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal.BadInput($"{path}: must be readable, but: {e.Message}");
        }
    }
}
