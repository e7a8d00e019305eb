using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Datasets;

/// <summary>Uploaded archives: each is streamed to a separate file, which is deleted after use.</summary>
internal sealed class Uploads(string folder, ApiOptions options)
{
    // What an upload may not take: the ledger and running trials write to the same disk.
    private const long Reserve = 1L << 30;

    /// <summary>Removes what a process that was killed left behind.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Refuses an archive that is too large or does not fit, before a byte of it is read.</summary>
    /// <param name="length">Null where the sender does not know: then the reserve alone must be there.</param>
    public void Check(long? length)
    {
        if (length > options.MaxUploadBytes)
            throw new ApiException(
                StatusCodes.Status413PayloadTooLarge,
                $"an archive must have at most {options.MaxUploadBytes} bytes, but has {length}; Paretune:MaxUploadBytes sets the limit",
                []);
        CheckRoom(length, "the archive");
    }

    /// <summary>Refuses what does not fit beside all else on the disk.</summary>
    public void CheckRoom(long? length, string what)
    {
        // Of the home's own file system, which need not be the root's.
        var free = new DriveInfo(Directory.CreateDirectory(folder).FullName).AvailableFreeSpace;
        if (free - Reserve < (length ?? 0))
            throw new ApiException(
                StatusCodes.Status507InsufficientStorage,
                $"the server's disk must have room for {what} and {Reserve} bytes more, but has {free} bytes free"
                + $"{(length is null ? "" : $" for {length}")}; free space in its PARETUNE_HOME", []);
    }

    /// <summary>Writes a body to a file, has it used, and removes it.</summary>
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
