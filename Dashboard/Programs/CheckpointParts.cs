using Paretune.Dashboard.Datasets;
using Paretune.Dashboard.Http;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Programs;

/// <summary>
/// Partial uploads of checkpoints. What has arrived is kept if the connection breaks, so that the program can resume the upload; a restart
/// of this process discards it.
/// </summary>
/// <param name="folder">Part of the folder of all uploads, which is cleared at the start.</param>
internal sealed class CheckpointParts(string folder, Uploads uploads, long most, TimeProvider clock)
{
    private const string Ending = ".part";

    // Programs resume within seconds; one that takes longer sends its checkpoint from the start.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>Bytes of an upload that have arrived.</summary>
    public long Received(TrialFile file) => new FileInfo(PathOf(file)) is { Exists: true } part ? part.Length : 0;

    /// <summary>Appends bytes at an offset.</summary>
    /// <param name="range">
    /// The offset of the bytes and the total size; the total is null if the end of the body is the end of the file.
    /// </param>
    /// <returns>The number of bytes that have arrived; null if the upload is complete.</returns>
    /// <exception cref="ApiException">409: the offset is not where the previous bytes ended.</exception>
    public async Task<long?> Take(TrialFile file, (long From, long? Total) range, Stream body, CancellationToken cancellation)
    {
        if (range.Total > most)
            throw new ApiException(
                StatusCodes.Status413PayloadTooLarge,
                $"a checkpoint must have at most {most} bytes, but has {range.Total}; make it smaller, or raise "
                + "Paretune:MaxCheckpointBytes", []);
        ForgetOthers(file);
        uploads.CheckRoom(range.Total - range.From, "the checkpoint");
        await using var part = Open(file);
        if (range.From != 0 && part.Length != range.From)
            throw ApiException.Conflict(
                $"the next bytes must start at {part.Length}, where the previous part ended, but start at {range.From}; HEAD shows how "
                    + "many "
                + "have arrived");
        part.SetLength(range.From);
        part.Position = range.From;
        await body.CopyToAsync(part, cancellation);
        if (part.Length > range.Total)
        {
            part.SetLength(0);
            throw ApiException.Invalid(
                "Content-Range", $"must end in the number of bytes of the whole checkpoint, but ends in {range.Total}, and more were sent");
        }

        return range.Total is { } total && part.Length < total ? part.Length : null;
    }

    /// <summary>Moves a complete upload to the store, atomically.</summary>
    public async Task Store(TrialFile file, IFileStore files, CancellationToken cancellation)
    {
        try
        {
            await using (var part = Open(file))
                await files.Write(file, part.CopyTo, cancellation);
        }
        catch (IOException full) when (!cancellation.IsCancellationRequested)
        {
            throw new ApiException(
                StatusCodes.Status507InsufficientStorage, $"the checkpoint could not be stored: {full.Message} Continue training without "
                    + "it, or try "
                + "again later", [], full);
        }

        File.Delete(PathOf(file));
    }

    /// <summary>
    /// Deletes unfinished uploads of the trial's other checkpoints, because a program uploads one at a time, and those that were abandoned
    /// by any trial: nothing says when a program that was killed or has lost its lease will not resume.
    /// </summary>
    private void ForgetOthers(TrialFile file)
    {
        var (own, ofTrial) = (Path.GetFileName(PathOf(file)), $"{TrialOf(file)}-");
        var oldest = clock.GetUtcNow().UtcDateTime - Abandoned;
        foreach (var part in Directory.CreateDirectory(folder).EnumerateFiles($"*{Ending}").Where(part => part.Name != own))
            if (part.Name.StartsWith(ofTrial, StringComparison.Ordinal) || part.LastWriteTimeUtc < oldest)
                Delete(part.FullName);
    }

    /// <summary>Deletes a part, unless it is being written.</summary>
    private static void Delete(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (IOException)
        {
            // Another upload uses it, or has just deleted it.
            return;
        }
    }

    private FileStream Open(TrialFile file)
    {
        try
        {
            return new(PathOf(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16, useAsync: true);
        }
        catch (IOException busy)
        {
            throw new ApiException(
                StatusCodes.Status409Conflict, "another upload of this checkpoint is in progress; wait for it, or try again", [], busy);
        }
    }

    private string PathOf(TrialFile file) => Path.Combine(folder, $"{TrialOf(file)}-{file.Attempt}-{file.Epoch}{Ending}");

    private static string TrialOf(TrialFile file) => $"{file.Trial.Search}-{file.Trial.Number}";
}
