namespace Paretune.Storage.Files;

/// <summary>
/// There is no space for a checkpoint or the copy of a dataset: an error of the node and not of the trial, which resumes once there is
/// space, here or elsewhere.
/// </summary>
public sealed class StorageFullException(string message, Exception cause) : IOException(message, cause)
{
    // ENOSPC and EDQUOT of Linux and macOS, ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.
    private static readonly int[] Codes = [28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    /// <summary>Returns whether the operating system reported that there is no space.</summary>
    public static bool Is(Exception problem) => problem is IOException && Codes.Contains(problem.HResult);
}
