using Paretune.Grains.Searches;
using Paretune.Storage.Files;

namespace Paretune.Silo.Trials;

/// <summary>Copies models from trial to trial in the store.</summary>
internal sealed class ResultFiles(IFileStore files) : IResultFiles
{
    public async Task<bool> Copy(TrialId from, int attempt, TrialId to, int toAttempt, CancellationToken cancellation)
    {
        var left = (await files.List(from, cancellation)).Where(file => file.Attempt == attempt && file.IsResult).ToList();
        if (!left.Contains(TrialFile.Model(from, attempt)))
            return false;
        foreach (var file in left)
        {
            // Null: deleted meanwhile, with its search.
            if (await files.Open(file, cancellation) is not { } opened)
                return false;
            await using (opened)
                await files.Write(new(to, toAttempt, file.Name), opened.CopyTo, cancellation);
        }

        return true;
    }
}
