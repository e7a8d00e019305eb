using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Datasets;

/// <summary>Archives on their way in: streamed to a file of their own, gone once they have been used.</summary>
internal sealed class Uploads(string home)
{
    /// <summary>Writes a body to a file, has it used, and removes it.</summary>
    public async Task<T> Use<T>(Stream body, string extension, Func<string, Task<T>> use, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, "uploads", Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            var path = Path.Combine(folder, $"archive{extension}");
            await Write(body, path, cancellation);
            return await use(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
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
            throw new Refusal(
                StatusCodes.Status507InsufficientStorage, $"the archive could not be kept: {full.Message} Nothing was imported", [], full);
        }
    }
}
