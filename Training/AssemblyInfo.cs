using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Paretune.Training.Tests")]
