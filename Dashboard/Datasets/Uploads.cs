using Paretune.Dashboard.Http;
using Paretune.Storage.Imports;

namespace Paretune.Dashboard.Datasets;

/// <summary>Handles uploaded archives: each is streamed to a file of its own, which is deleted after use.</summary>
internal sealed class Uploads(string folder, ApiOptions options)
{
    /// <summary>Deletes what a killed process left behind.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Rejects an archive that is too large or does not fit on the disk, before its body is read.</summary>
    /// <param name="length">Null if the sender does not state it; then only the reserve must be free.</param>
    public void Check(long? length)
    {
        if (length > options.MaxUploadBytes)
            throw new ApiException(
                StatusCodes.Status413PayloadTooLarge,
                $"an archive must have at most {options.MaxUploadBytes} bytes, but has {length}; Paretune:MaxUploadBytes sets the limit",
                []);
        CheckRoom(length, "the archive");
    }

    /// <summary>Rejects an upload that does not fit on the disk.</summary>
    public void CheckRoom(long? length, string what)
    {
        // The free space of the upload folder's file system, which may not be the root's.
        var free = new DriveInfo(Directory.CreateDirectory(folder).FullName).AvailableFreeSpace;
        if (free - ImportChoices.Reserve < (length ?? 0))
            throw new ApiException(
                StatusCodes.Status507InsufficientStorage,
                $"the server's disk must have room for {what} and {ImportChoices.Reserve} bytes more, but has {free} bytes free"
                + $"{(length is null ? "" : $" for {length}")}; free space in its PARETUNE_HOME", []);
    }

    /// <summary>Writes a body to a file, passes its path to <paramref name="use"/>, and deletes it.</summary>
    public async Task<T> Use<T>(Stream body, string extension, Func<string, Task<T>> use, CancellationToken cancellation)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            var path = Path.Combine(own, $"archive{extension}");
            await Write(body, path, cancellation);
            return await use(path);
        }
        finally
        {
            Directory.Delete(own, recursive: true);
        }
    }

    private static async Task Write(Stream body, string path, CancellationToken cancellation)
    {
        await using var file = File.Create(path);
        try
        {
            await body.CopyToAsync(file, cancellation);
            await file.FlushAsync(cancellation);
        }
        catch (IOException full) when (full is not BadHttpRequestException && !cancellation.IsCancellationRequested)
        {
            throw new ApiException(
                StatusCodes.Status507InsufficientStorage, $"the archive could not be stored: {full.Message} Nothing was "
                    + "imported", [], full);
        }
    }
}
